import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Administrator, connectAdministrator } from '@bulwark/db/administrator';
import { readRegister } from './allocation.ts';
import { testDatabase } from './config.ts';
import { type Installation, pathsOf } from './installation.ts';
import type { Parts } from './parts.ts';
import { ownerName, readerName, schemaName, schemas } from './schemas.ts';
import { ensureAuthority } from './tenant-certificate.ts';
import { makeWitness } from './witness.ts';

/** A home in a temporary folder and the run's real database server, for tests. */
export type TestInstallation = {
  readonly installation: Installation;
  readonly parts: Parts;
  readonly admin: Administrator;
  readonly remove: () => Promise<void>;
};

export const build = 'abcdef012345';
export const login = testDatabase;

/** Tests write files for other accounts when they may, and as themselves otherwise. */
const place: Parts['place'] = {
  folder: async (path, { uid, gid, mode }) => {
    await mkdir(path, { recursive: true });
    if (uid !== null || gid !== null) await chown(path, uid ?? 0, gid ?? 0);
    await chmod(path, mode);
  },
  file: async (path, content, { uid, gid, mode }) => {
    await rm(path, { force: true });
    await writeFile(path, content);
    if (uid !== null || gid !== null) await chown(path, uid ?? 0, gid ?? 0);
    await chmod(path, mode);
  },
};

export const openTestInstallation = async (): Promise<TestInstallation> => {
  const home = await mkdtemp(join(tmpdir(), 'tenancy-'));
  const installation: Installation = {
    version: 1,
    home,
    run: join(home, 'run'),
    apex: 'bulwark.localhost',
    httpsPort: 8443,
    httpPort: 8080,
    uids: process.getuid?.() === 0 ? { start: 3_000_000, size: 4096 } : null,
    mode: 'development',
  };
  const folders = [
    'pki',
    'tenants',
    'gateway/certificates',
    'cells',
    'run',
    'locks',
    'journals',
    'deleted',
  ];
  for (const folder of [...folders, 'secrets/first-login'])
    await mkdir(join(home, folder), { recursive: true });
  const migrations = join(pathsOf(installation).builds, build, 'migrations');
  for (const set of ['identity', 'ledger', 'bus'])
    await mkdir(join(migrations, set), { recursive: true });
  await ensureAuthority(installation, place, new Date());
  await makeWitness(installation, place);
  const admin = await connectAdministrator(login());
  return {
    installation,
    admin,
    parts: partsFor(admin),
    remove: async () => await remove(installation, admin),
  };
};

const partsFor = (admin: Administrator): Parts => ({
  query: admin.query,
  server: { socketPath: login().socketPath },
  place,
  now: () => new Date(),
  migrate: async ({ connection, sets }) => {
    const owner = await connectAdministrator(connection);
    const table = `\`${connection.database}\`.entry`;
    await owner.query(`CREATE TABLE IF NOT EXISTS ${table} (n INT PRIMARY KEY, v INT)`);
    await owner.close();
    return { applied: sets.map(({ name }) => name) };
  },
  createFirstPerson: async ({ person }) => ({ oneTimePassword: `once for ${person.email}` }),
});

const remove = async (installation: Installation, admin: Administrator): Promise<void> => {
  for (const { id } of (await readRegister(installation)).allocations) {
    await admin.query(`DROP USER IF EXISTS '${readerName(id)}'@'localhost'`);
    for (const schema of schemas) {
      await admin.query(`DROP DATABASE IF EXISTS \`${schemaName(id, schema)}\``);
      for (const user of [schemaName(id, schema), ownerName(id, schema)])
        await admin.query(`DROP USER IF EXISTS '${user}'@'localhost'`);
    }
  }
  await admin.close();
  await rm(installation.home, { recursive: true });
};

/** Names of what lies in a folder, for whole comparisons. */
export const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).sort();
