import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** The command that installs packages, for people to run. */
export const installCommand = (packages: readonly string[]): string =>
  `apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/** Installs packages as root. It may fail: look whether what you wanted is there. */
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

/** The first of these folders' program of that name that may be run; null when there is none. */
export const findProgram = async (
  name: string,
  folders: readonly string[],
): Promise<string | null> => {
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
};
