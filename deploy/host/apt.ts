import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Installs Debian packages, as root; whether they are there afterwards is the caller's to see. */
export const installPackages = async (packages: readonly string[]): Promise<void> => {
  const install = ['install', '--no-install-recommends', ...packages];
  // An image without package lists fails at first, and so does one whose lists are old.
  if (await apt(install)) return;
  await apt(['update']);
  await apt(install);
};

const apt = async (task: readonly string[]): Promise<boolean> => {
  const options = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3'];
  const running = spawn('apt-get', [...options, ...task], {
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      DEBIAN_FRONTEND: 'noninteractive',
    },
    stdio: ['ignore', 2, 2],
  });
  const status = await once(running, 'close').then(
    ([code]) => code,
    () => null,
  );
  return status === 0;
};
