import { cpSync, mkdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCell } from '@bulwark/cell';
import { migrate } from '@bulwark/db';
import { connectAdministrator } from '@bulwark/db/administrator';
import { createFirstPerson } from '@bulwark/identity/operator';
import { type Cell, type Log, readCell } from '@bulwark/runtime';
import {
  cellPaths,
  ensureAuthority,
  type Installation,
  makeRecoveryKey,
  makeWitness,
  type Parts,
  pathsOf,
  provision,
  type RestoreParts,
  readerName,
  removeBus,
  schemaName,
  schemas,
} from '@bulwark/tenancy';
import { placeFile, placeFolder } from '../../deploy/host/privileged.ts';
import { wiring } from '../../deploy/host/wiring.ts';
import { copyMigrations } from '../../scripts/build/migrations.ts';
import { openTestDesk } from './broker.ts';
import { openBrowser, toCell } from './browser.ts';
import { mailTo } from './mails.ts';
import type { Network } from './network.ts';
import { openWitness } from './witness.ts';

const BUILD = 'abcdef012345';
const CLONE = join(import.meta.dirname, '../..');

/** The run's database server, as `npm test` made it. */
export const testDatabase = (): { socketPath: string; user: string; password: string } => {
  const text = process.env.BULWARK_TEST_DATABASE;
  if (!text) throw new Error('tests need a database server: run them by npm test');
  return JSON.parse(text);
};

type Elsewhere = Pick<Network, 'administrator' | 'broker'>;
/** `network`: database and broker of a test of its own, reached by TLS. */
type Wish = { log?: Log; bus?: 'log' | 'kafka'; network?: Elsewhere };

/** Real tenants with real schemas on the run's database server, in a home of their own. */
export const openWorld = async ({ log = quiet, bus = 'log', network }: Wish = {}) => {
  const home = await mkdtemp(join(tmpdir(), 'world-'));
  await chmod(home, 0o755);
  const administrator = await connectAdministrator(
    network ? { ...network.administrator.server, ...network.administrator } : testDatabase(),
  );
  const installation = installationIn(home);
  for (const folder of FOLDERS) mkdirSync(join(home, folder), { recursive: true });
  const resources = join(pathsOf(installation).builds, BUILD);
  copyMigrations(CLONE, join(resources, 'migrations'));
  cpSync(join(CLONE, 'services/records/catalogues'), join(resources, 'catalogues'), {
    recursive: true,
  });
  cpSync(join(CLONE, 'docs/openapi.json'), join(resources, 'openapi.json'));
  const place = { folder: placeFolder, file: placeFile };
  await ensureAuthority(installation, place, new Date());
  await makeRecoveryKey(installation, place);
  await makeWitness(installation, place);
  const desk = bus === 'kafka' ? await openTestDesk() : null;
  const parts: Parts & RestoreParts = {
    ...wiring,
    ...(desk ? { broker: desk.broker } : {}),
    ...(network ? { broker: network.broker } : {}),
    query: administrator.query,
    server: network?.administrator.server ?? { socketPath: testDatabase().socketPath },
    migrate,
    createFirstPerson,
    place,
    now: () => new Date(),
  };
  const drop = async (id: string): Promise<void> => {
    await administrator.query(`DROP USER IF EXISTS '${readerName(id)}'@'localhost'`);
    for (const schema of schemas) {
      const name = schemaName(id, schema);
      await administrator.query(`DROP DATABASE IF EXISTS \`${name}\``);
      await administrator.query(`DROP USER IF EXISTS '${name}'@'localhost'`);
      await administrator.query(`DROP USER IF EXISTS '${name}_owner'@'localhost'`);
    }
  };
  const witness = await openWitness(installation);
  const tenants: Tenant[] = [];
  return {
    home,
    witness,
    installation,
    parts,
    query: administrator.query,
    /** Takes away the schemas and logins of a tenant that was made besides. */
    drop,
    addTenant: async (slug: string): Promise<Tenant> => {
      const tenant = await openTenant(slug, { parts, installation, log });
      tenants.push(tenant);
      return tenant;
    },
    close: async (): Promise<void> => {
      for (const tenant of tenants) {
        await tenant.stop();
        if (desk) await removeBus(desk.broker, tenant.cell.spec.id);
        await drop(tenant.cell.spec.id);
      }
      await witness.stop();
      await administrator.close();
      await desk?.close();
      await rm(home, { recursive: true });
    },
  };
};
export type World = Awaited<ReturnType<typeof openWorld>>;

const FOLDERS = [
  ...['pki', 'tenants', 'gateway/certificates', 'cells', 'run', 'locks'],
  'secrets/first-login',
  ...['journals', 'deleted'],
];

const quiet: Log = () => {};

const installationIn = (home: string): Installation => ({
  version: 1,
  home,
  run: join(home, 'run'),
  apex: 'bulwark.localhost',
  httpsPort: 8443,
  httpPort: 8080,
  uids: null,
  mode: 'development',
});

type Around = { parts: Parts; installation: Installation; log: Log };

const openTenant = async (slug: string, { parts, installation, log }: Around) => {
  let oneTimePassword = '';
  const entry = await provision(
    {
      ...parts,
      createFirstPerson: async (task) => {
        const made = await createFirstPerson(task);
        oneTimePassword = made?.oneTimePassword ?? '';
        return made;
      },
    },
    installation,
    {
      slug,
      name: `${slug} Ltd`,
      adminName: 'Ada Okafor',
      adminEmail: `ada@${slug}.example`,
      build: BUILD,
    },
  );
  const clock = { offset: 0 };
  const now = (): Date => new Date(Date.now() + clock.offset);
  const resources = join(pathsOf(installation).builds, BUILD);
  const readAgain = (): Cell => readCell(cellPaths(installation, entry.id).cell);
  const cell = readAgain();
  let running = await startCell(cell, { log, resources, now });
  return {
    cell,
    entry,
    now,
    admin: { email: `ada@${slug}.example`, oneTimePassword },
    /** Moves this tenant's clock on. */
    advance: (seconds: number): void => {
      clock.offset += seconds * 1000;
    },
    mailTo: (address: string, count?: number) => mailTo(cell.folder, address, count),
    browser: () => openBrowser({ deliver: toCell(cell.spec.doors.folder), now }),
    /** Stops the cell, lets something happen, and starts it as its folder then says. */
    restart: async (meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> => {
      await running.stop();
      await meanwhile();
      running = await startCell(readAgain(), { log, resources, now });
    },
    stop: () => running.stop(),
  };
};
export type Tenant = Awaited<ReturnType<typeof openTenant>>;
