import { allocate } from './allocation.ts';
import { makeBus } from './broker.ts';
import { hostsOf, makeCellFolders, transportOf, writeCellSpec } from './cell.ts';
import { readTenants, type TenantEntry, writeTenant } from './directory.ts';
import { makeFirstLogin } from './first-login.ts';
import { ensureDoors } from './inner-certificate.ts';
import { type Installation, pathsOf } from './installation.ts';
import { makeSecrets, publishKeys, readSecret } from './keys.ts';
import { withLock } from './lock.ts';
import { migrateTenant } from './migration.ts';
import type { Database, Parts } from './parts.ts';
import { addressesOf } from './processes.ts';
import { createLogins, createReader, createSchemas, type Schema, services } from './schemas.ts';
import { checkSlug } from './slug.ts';
import { ensureCertificate } from './tenant-certificate.ts';
import { introduceLog } from './witness.ts';

export type Order = {
  readonly slug: string;
  readonly name: string;
  readonly adminEmail: string;
  readonly adminName: string;
  /** The build whose migrations are applied and which the cell will run. */
  readonly build: string;
  /** Compact, unless said otherwise. */
  readonly packing?: TenantEntry['packing'];
};

/**
 * Makes a tenant: id and uids, folders, keys, schemas, logins, tables, certificate, first person, and
 * its entry in the directory last of all. Each step may be repeated, so that a call that failed is
 * mended by calling again. A tenant that is there already is answered unchanged.
 */
export const provision = async (
  parts: Parts,
  installation: Installation,
  order: Order,
): Promise<TenantEntry> => {
  checkSlug(order.slug);
  return await provisionAny(parts, installation, order);
};

/** Makes the operator's own tenant, whose slug no customer may have. */
export const provisionAny = async (
  parts: Parts,
  installation: Installation,
  order: Order,
): Promise<TenantEntry> =>
  await withLock(pathsOf(installation).operatorLock, async () => {
    const present = await findTenant(installation, order.slug);
    return present ?? (await make(parts, installation, order));
  });

/** The directory's entry for a slug; null when there is none. */
export const findTenant = async (
  installation: Installation,
  slug: string,
): Promise<TenantEntry | null> => {
  const entries = await readTenants(pathsOf(installation).tenants);
  return entries.find((entry) => entry.slug === slug && entry.state !== 'deleted') ?? null;
};

const make = async (
  parts: Parts,
  installation: Installation,
  order: Order,
): Promise<TenantEntry> => {
  const done = async (name: string) => await parts.step?.(name);
  const { id, slug, uids } = await allocate(installation, parts.place, order.slug);
  await done('allocate');
  const tenant = { id, slug, uids, name: order.name, epoch: 1 };
  await makeCellFolders(installation, parts.place, tenant);
  await done('folders');
  await makeSecrets(installation, parts.place, tenant);
  await publishKeys(installation, parts.place, tenant, services);
  await introduceLog(installation, parts.place, id);
  await done('keys');
  await makeTables(parts, installation, { id, build: order.build });
  const packing = order.packing ?? 'compact';
  await makeBus(parts, installation, { id, packing });
  await ensureDoors(
    installation,
    { place: parts.place, now: parts.now() },
    { id, slug, uids, packing },
  );
  const hosts = hostsOf(installation.apex, slug);
  await ensureCertificate(installation, parts.place, { id, hosts, now: parts.now() });
  await done('certificate');
  const transport = await transportOf(parts.broker);
  const cell = { tenant, build: order.build, server: parts.server, transport };
  await writeCellSpec(installation, parts.place, cell);
  await done('cell');
  const person = { name: order.adminName, email: order.adminEmail };
  await makeFirstLogin(parts, installation, { id, person });
  await done('first person');
  const entry = entryOf(installation, {
    ...tenant,
    build: order.build,
    hosts,
    packing,
  });
  await writeTenant(pathsOf(installation).tenants, entry);
  await done('entry');
  return entry;
};

const makeTables = async (
  parts: Parts,
  installation: Installation,
  task: { readonly id: string; readonly build: string },
): Promise<void> => {
  await createSchemas(parts.query, task.id);
  await parts.step?.('schemas');
  await makeLogins(parts, installation, task.id);
  await parts.step?.('logins');
  await migrateTenant(parts, installation, task);
  await parts.step?.('migrate');
};

/** Makes every login that a tenant lacks, with the passwords of its secrets. */
export const makeLogins = async (
  database: Database,
  installation: Installation,
  id: string,
): Promise<void> => {
  await createLogins(database, id, (schema) => passwordOf(installation, id, schema));
  const password = await readSecret(installation, id, 'backup-child', 'reader.password');
  await createReader(database, id, password);
};

const passwordOf = async (installation: Installation, id: string, schema: Schema) => {
  if (schema === 'ledger') return await readSecret(installation, id, 'audit', 'ledger.password');
  if (schema === 'bus') return await readSecret(installation, id, 'cell', 'bus.password');
  return await readSecret(installation, id, schema, 'database.password');
};

const entryOf = (
  installation: Installation,
  tenant: Pick<
    TenantEntry,
    'id' | 'slug' | 'name' | 'uids' | 'epoch' | 'build' | 'hosts' | 'packing'
  >,
): TenantEntry => ({
  ...tenant,
  state: 'active',
  shard: 'local',
  replicas: {},
  services: addressesOf(installation, { ...tenant, replicas: {} }),
  certificate: tenant.id,
});
