import { readRegister } from './allocation.ts';
import { makeBus } from './broker.ts';
import { hostsOf, makeCellFolders, makeRunFolder, transportOf, writeCellSpec } from './cell.ts';
import { readTenants, type TenantEntry, writeTenant } from './directory.ts';
import { ensureDoors } from './inner-certificate.ts';
import { type Installation, pathsOf } from './installation.ts';
import { makeSecrets, publishKeys } from './keys.ts';
import { withLock } from './lock.ts';
import { lockOwners, migrateTenant } from './migration.ts';
import { demandBroker } from './packing.ts';
import type { Parts } from './parts.ts';
import { addressesOf } from './processes.ts';
import { findTenant, makeLogins } from './provision.ts';
import { refusal } from './refusal.ts';
import { allowProcesses, createSchemas, services } from './schemas.ts';
import { operatorSlug } from './slug.ts';
import { ensureCertificate } from './tenant-certificate.ts';
import { introduceLog } from './witness.ts';

/** Every tenant of the installation, the operator's own included. */
export const list = async (installation: Installation): Promise<readonly TenantEntry[]> =>
  await readTenants(pathsOf(installation).tenants);

export type Shown =
  | { readonly state: 'whole'; readonly entry: TenantEntry }
  | { readonly state: 'absent'; readonly begun: boolean; readonly ended: boolean };

/** A tenant is whole or absent. `begun`: making it failed half-way, and `create` goes on from there. */
export const show = async (installation: Installation, slug: string): Promise<Shown> => {
  const entry = await findTenant(installation, slug);
  if (entry) return { state: 'whole', entry };
  const { allocations } = await readRegister(installation);
  const allocation = allocations.find((candidate) => candidate.slug === slug);
  const ended = allocation?.ended ?? false;
  return { state: 'absent', begun: allocation !== undefined && !ended, ended };
};

/** Takes a tenant off the air: its cell stops, its hosts are unknown to the gateway. Data stays. */
export const suspend = async (installation: Installation, slug: string): Promise<TenantEntry> => {
  if (slug === operatorSlug) throw refusal("The operator's own tenant can not be suspended.");
  return await changeState(installation, slug, 'suspended');
};

/** Puts a suspended tenant back on the air. */
export const resume = async (installation: Installation, slug: string): Promise<TenantEntry> =>
  await changeState(installation, slug, 'active');

const changeState = async (
  installation: Installation,
  slug: string,
  state: 'active' | 'suspended',
): Promise<TenantEntry> =>
  await withLock(pathsOf(installation).operatorLock, async () => {
    const entry = await findTenant(installation, slug);
    if (!entry) throw refusal(`There is no tenant '${slug}'. 'list' shows those there are.`);
    if (entry.state === state) return entry;
    if (entry.state === 'restoring')
      throw refusal(`'${slug}' is being restored. Finish it: npm run tenant -- restore ${slug}`);
    const changed = { ...entry, state };
    await writeTenant(pathsOf(installation).tenants, changed);
    return changed;
  });

/**
 * Brings every tenant to a build before its cell starts: certificate, owner logins locked, tables,
 * cell.json. The operator's tenant goes first; the first failure stops it. One that is being restored is left alone.
 */
export const bringUpToDate = async (
  parts: Omit<Parts, 'createFirstPerson'>,
  installation: Installation,
  build: string,
): Promise<readonly TenantEntry[]> =>
  await withLock(pathsOf(installation).operatorLock, async () => {
    const entries = await list(installation);
    const inOrder = entries
      .filter((entry) => entry.state !== 'deleted')
      .sort((a, b) => Number(b.slug === operatorSlug) - Number(a.slug === operatorSlug));
    const refreshed: TenantEntry[] = [];
    for (const entry of inOrder)
      refreshed.push(
        entry.state === 'restoring' ? entry : await refresh(parts, installation, entry, build),
      );
    return refreshed;
  });

/** Gives a tenant what a newer build has more: services with their secrets, schemas, logins and tables. */
const widen = async (
  parts: Omit<Parts, 'createFirstPerson'>,
  installation: Installation,
  entry: TenantEntry,
  build: string,
): Promise<void> => {
  await makeCellFolders(installation, parts.place, entry);
  await makeSecrets(installation, parts.place, entry);
  await publishKeys(installation, parts.place, entry, services);
  await introduceLog(installation, parts.place, entry.id);
  await createSchemas(parts.query, entry.id);
  await makeLogins(parts, installation, entry.id);
  await allowProcesses(parts, entry.id, entry.replicas);
  await migrateTenant(parts, installation, { id: entry.id, build });
};

const refresh = async (
  parts: Omit<Parts, 'createFirstPerson'>,
  installation: Installation,
  entry: TenantEntry,
  build: string,
): Promise<TenantEntry> => {
  const { id } = entry;
  if (entry.packing === 'split') demandBroker(entry, parts.broker);
  await makeRunFolder(installation, parts.place, entry);
  await makeSecrets(installation, parts.place, entry);
  const hosts = hostsOf(installation.apex, entry.slug);
  await ensureCertificate(installation, parts.place, { id, hosts, now: parts.now() });
  await lockOwners(parts, id);
  if (entry.build !== build) await widen(parts, installation, entry, build);
  await makeBus(parts, installation, entry);
  await ensureDoors(installation, { place: parts.place, now: parts.now() }, entry);
  const transport = await transportOf(parts.broker);
  const cell = { tenant: entry, build, server: parts.server, transport };
  await writeCellSpec(installation, parts.place, cell);
  const moved = { ...entry, build, hosts, services: addressesOf(installation, entry) };
  if (JSON.stringify(moved) === JSON.stringify(entry)) return entry;
  await writeTenant(pathsOf(installation).tenants, moved);
  return moved;
};
