import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refusal } from '@bulwark/tenancy';
import { clone } from '../settings.ts';

const run = promisify(execFile);
const cache = join(clone, 'node_modules/.cache/bulwark/packages');
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Unpacks packages of Debian's newest release into a folder of its own: nothing of the machine changes. apt checks the
 * release's signature and every package's checksum. Only for programs that need no newer library than the machine has.
 */
export const fetchPackages = async (packages: readonly string[]): Promise<string> => {
  const name = createHash('sha256').update(packages.join()).digest('hex').slice(0, 12);
  const target = join(cache, name);
  if (await exists(target)) return target;
  const draft = `${target}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  for (const folder of ['lists/partial', 'archives/partial', 'debs', 'root'])
    await mkdir(join(draft, folder), { recursive: true });
  await writeFile(join(draft, 'status'), '');
  const sources = join(draft, 'sources.list');
  await writeFile(sources, `deb [signed-by=${keyring}] ${await mirror()} sid main\n`);
  const own = optionsOf(draft, sources);
  await run('apt-get', [...own, '-q', 'update']);
  await run('apt-get', [...own, '-q', 'download', ...packages], { cwd: join(draft, 'debs') });
  for (const file of await readdir(join(draft, 'debs')))
    await run('dpkg-deb', ['-x', join(draft, 'debs', file), join(draft, 'root')]);
  await rename(join(draft, 'root'), target);
  await rm(draft, { recursive: true });
  return target;
};

/** Lists, cache and sources in a folder; the machine's knowledge of installed packages is not asked. */
const optionsOf = (folder: string, sources: string): readonly string[] =>
  [
    `Dir::State::lists=${folder}/lists`,
    // What the machine has installed, or prefers, says nothing here.
    `Dir::State::status=${folder}/status`,
    'Dir::Etc::Preferences=/dev/null',
    'Dir::Etc::PreferencesParts=/dev/null',
    `Dir::Cache=${folder}/archives`,
    `Dir::Cache::archives=${folder}/archives`,
    `Dir::Etc::SourceList=${sources}`,
    'Dir::Etc::SourceParts=/dev/null',
    'APT::Sandbox::User=root',
    'Acquire::Retries=3',
  ].flatMap((option) => ['-o', option]);

/** The Debian mirror that this machine uses. */
export const mirror = async (): Promise<string> => {
  const format = '$(LABEL) $(SITE)';
  const { stdout } = await run('apt-get', [
    ...['indextargets', '--format', format, 'Created-By: Packages'],
  ]);
  const [line] = stdout.split('\n').filter((one) => one.startsWith('Debian '));
  if (!line) throw refusal('This needs a Debian machine: apt knows no Debian mirror.');
  return line.slice('Debian '.length);
};

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );
