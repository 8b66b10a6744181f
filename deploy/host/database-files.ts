import { randomBytes } from 'node:crypto';
import { access, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, readIfThere } from '@bulwark/tenancy';
import type { Programs } from './mariadb.ts';
import { placeFile, placeFolder, runToEnd } from './privileged.ts';

/** A private database server: its folder, its socket, and the account it runs as. */
export type DatabasePlace = {
  readonly folder: string;
  readonly socketPath: string;
  readonly account: Account;
  /** Reachable over the network too, by TLS alone; files that the account may read. */
  readonly network?: { readonly port: number; readonly certificate: string; readonly key: string };
};

const root = { uid: null, gid: null } as const;
const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/** Makes data folder, settings and the administrator's password once; settings are written anew each time. */
export const prepareDatabase = async (
  place: DatabasePlace,
  programs: Programs,
): Promise<{ readonly settings: string; readonly password: string }> => {
  const settings = join(place.folder, 'mariadb.cnf');
  for (const name of ['tmp', 'files'])
    await placeFolder(join(place.folder, name), { ...place.account, mode: 0o700 });
  if (dirname(place.socketPath) !== place.folder)
    await placeFolder(dirname(place.socketPath), { ...place.account, mode: 0o755 });
  await placeFile(settings, settingsText(place), { ...root, mode: 0o644 });
  const password = await ensurePassword(place.folder);
  if (!(await exists(join(place.folder, 'data')))) await initialise(place, programs, password);
  return { settings, password };
};

const ensurePassword = async (folder: string): Promise<string> => {
  const file = join(folder, 'root.password');
  const present = await readIfThere(file);
  if (present !== null) return present;
  const password = randomBytes(32).toString('base64url');
  await placeFile(file, password, { ...root, mode: 0o400 });
  return password;
};

/** The data folder gets its name once it is whole and its administrator has a password. */
const initialise = async (
  place: DatabasePlace,
  programs: Programs,
  password: string,
): Promise<void> => {
  const draft = join(place.folder, 'data.new');
  const statements = join(place.folder, 'initial.sql');
  await rm(draft, { recursive: true, force: true });
  await placeFolder(draft, { ...place.account, mode: 0o700 });
  await placeFile(statements, initialStatements(password), { ...place.account, mode: 0o400 });
  const ended = runToEnd({
    ...place.account,
    command: programs.initialise,
    args: [
      '--no-defaults',
      `--datadir=${draft}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      `--extra-file=${statements}`,
    ],
    env,
    cwd: draft,
  });
  await rm(statements);
  if (ended.status !== 0) throw new Error(`The database could not be made:\n${ended.output}`);
  await rename(draft, join(place.folder, 'data'));
};

export const initialStatements = (password: string): string =>
  [
    'FLUSH PRIVILEGES;',
    "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');",
    "DELETE FROM mysql.proxies_priv WHERE User = '' OR Host <> 'localhost';",
    'FLUSH PRIVILEGES;',
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`,
    '',
  ].join('\n');

/** Small and durable; reachable by its socket alone, or by TLS. */
export const settingsText = (place: Omit<DatabasePlace, 'account'>): string => `[mariadbd]
datadir = ${place.folder}/data
tmpdir = ${place.folder}/tmp
socket = ${place.socketPath}
pid-file = ${place.folder}/data/mariadb.pid
${networkText(place)}
skip-name-resolve
skip-symbolic-links
local-infile = 0
secure-file-priv = ${place.folder}/files

character-set-server = utf8mb4
collation-server = utf8mb4_unicode_ci
default-time-zone = +00:00
sql-mode = ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION
default-storage-engine = InnoDB

innodb-flush-log-at-trx-commit = 1
innodb-doublewrite = 1
skip-log-bin
innodb-buffer-pool-size = 64M
innodb-log-file-size = 48M
innodb-log-buffer-size = 4M
key-buffer-size = 1M
aria-pagecache-buffer-size = 8M
max-connections = 600
table-open-cache = 2000
performance-schema = OFF
`;

const networkText = ({ network }: Pick<DatabasePlace, 'network'>): string =>
  network
    ? `port = ${network.port}
require-secure-transport = ON
tls-version = TLSv1.2,TLSv1.3
ssl-cert = ${network.certificate}
ssl-key = ${network.key}`
    : 'skip-networking';

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );
