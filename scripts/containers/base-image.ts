import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refusal } from '@bulwark/tenancy';
import { findProgram, installPackages } from '../../deploy/host/apt.ts';
import { docker, type Engine } from './engine.ts';
import { mirror } from './newer-packages.ts';

const run = promisify(execFile);
const release = 'bookworm';
/** Besides the smallest Debian: authorities of certificates, for what is fetched while an image is built. */
const extra = 'ca-certificates';

/** Makes the image that all others stand on from Debian's packages; debootstrap checks their signatures. */
export const makeBase = async (engine: Engine, name: string): Promise<void> => {
  const debootstrap = await ensureDebootstrap();
  const folder = await mkdtemp(join(tmpdir(), 'bulwark-base-'));
  try {
    const [root, tar] = [join(folder, 'root'), join(folder, 'base.tar')];
    const from = await mirror();
    await run(debootstrap, ['--variant=minbase', `--include=${extra}`, release, root, from], {
      maxBuffer: 1 << 26,
    });
    await writeFile(join(root, 'etc/apt/sources.list'), await sources());
    const left = [
      'var/cache/apt',
      'var/lib/apt/lists',
      'var/log',
      'usr/share/doc',
      'usr/share/man',
    ];
    for (const each of left) await run('find', [join(root, each), '-type', 'f', '-delete']);
    await run('tar', ['--numeric-owner', '-C', root, '-cf', tar, '.']);
    await docker(engine, 'import', '--change', 'CMD ["/bin/sh"]', tar, name);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const ensureDebootstrap = async (): Promise<string> => {
  const find = () => findProgram('debootstrap', ['/usr/sbin', '/sbin']);
  const present = await find();
  if (present) return present;
  await installPackages(['debootstrap']);
  const installed = await find();
  if (installed) return installed;
  throw refusal('debootstrap could not be installed. Run: apt-get install debootstrap');
};

/** The suites of that release that this machine uses: its updates and security updates, too. */
const sources = async (): Promise<string> => {
  const format = '$(ORIGIN) $(CODENAME) $(SITE)';
  const { stdout } = await run('apt-get', [
    'indextargets',
    '--format',
    format,
    'Created-By: Packages',
  ]);
  const lines = stdout.split('\n').map((line) => line.split(' '));
  const suites = lines.filter(
    ([origin, name]) =>
      origin === 'Debian' && (name === release || name?.startsWith(`${release}-`)),
  );
  if (suites.length === 0) return `deb ${await mirror()} ${release} main\n`;
  const texts = suites.map(([, name, site]) => `deb ${site} ${name} main\n`);
  return [...new Set(texts)].join('');
};
