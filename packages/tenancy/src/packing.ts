import { makeBus, principalName, principalsOf } from './broker.ts';
import { type ServiceAddress, type TenantEntry, writeTenant } from './directory.ts';
import { type Installation, pathsOf } from './installation.ts';
import { withLock } from './lock.ts';
import type { Parts } from './parts.ts';
import { addressesOf, allAddresses, mostReplicas } from './processes.ts';
import { findTenant } from './provision.ts';
import { refusal } from './refusal.ts';
import { allowProcesses, type Service, services } from './schemas.ts';

export type PackParts = Pick<Parts, 'broker' | 'step' | 'query' | 'server'> & {
  /** Resolves once every one of these addresses answers; a refusal when one does not in time. */
  readonly whenServing: (entry: TenantEntry, addresses: readonly ServiceAddress[]) => Promise<void>;
  /** Resolves once none of these addresses answers any more. */
  readonly whenSilent: (entry: TenantEntry, addresses: readonly ServiceAddress[]) => Promise<void>;
};

/** Changes between one process for a tenant and a process for each service, while it serves. Asked again, it goes on. */
export const pack = async (
  parts: PackParts,
  installation: Installation,
  { slug, packing }: { readonly slug: string; readonly packing: TenantEntry['packing'] },
): Promise<TenantEntry> =>
  await change(parts, installation, slug, (entry) => {
    if (packing === 'split') demandBroker(entry, parts.broker);
    return { ...entry, packing, replicas: packing === 'split' ? entry.replicas : {} };
  });

export type Scale = {
  readonly slug: string;
  readonly service: string;
  readonly replicas: number;
};

/** Sets how many processes of one service serve a split tenant, while it serves. Asked again, it goes on. */
export const scale = async (
  parts: PackParts,
  installation: Installation,
  { slug, service, replicas }: Scale,
): Promise<TenantEntry> => {
  const name = checkService(service);
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > mostReplicas)
    throw refusal(`Give a number of processes from 1 to ${mostReplicas}.`);
  return await change(parts, installation, slug, (entry) => {
    if (entry.packing !== 'split')
      throw refusal(
        `'${slug}' is compact: one process runs all its services. First: npm run tenant -- pack ${slug} split`,
      );
    return { ...entry, replicas: { ...entry.replicas, [name]: replicas } };
  });
};

/** A tenant's services in several processes are joined by Kafka alone. */
export const demandBroker = (entry: TenantEntry, broker: Parts['broker']): void => {
  if (broker) return;
  throw refusal(
    `'${entry.slug}' can be split only over Apache Kafka: the embedded event log joins the services of one process. Start with: npm start -- --kafka`,
  );
};

const checkService = (name: string): Service => {
  const found = services.find((service) => service === name);
  if (!found)
    throw refusal(`There is no service '${name}'. A cell has these: ${services.join(', ')}.`);
  return found;
};

/**
 * The entry first says what shall run, then, once that answers, where requests go; what is in neither ends. So that
 * whoever is served meets a process that serves, at every instant.
 */
const change = async (
  parts: PackParts,
  installation: Installation,
  slug: string,
  wish: (entry: TenantEntry) => TenantEntry,
): Promise<TenantEntry> =>
  await withLock(pathsOf(installation).operatorLock, async () => {
    const entry = await findTenant(installation, slug);
    if (!entry) throw refusal(`There is no tenant '${slug}'. 'list' shows those there are.`);
    if (entry.state === 'restoring')
      throw refusal(`'${slug}' is being restored. Finish it: npm run tenant -- restore ${slug}`);
    const wished = wish(entry);
    const folder = pathsOf(installation).tenants;
    await makeBus(parts, installation, wished);
    await allowProcesses(parts, wished.id, larger(entry.replicas, wished.replicas));
    await writeTenant(folder, wished);
    await parts.step?.('wished');
    const addressed = { ...wished, services: addressesOf(installation, wished) };
    if (wished.state === 'active') await parts.whenServing(wished, allAddresses(addressed));
    await parts.step?.('serving');
    await writeTenant(folder, addressed);
    await parts.step?.('addressed');
    const left = allAddresses(entry).filter(({ peer }) =>
      allAddresses(addressed).every((one) => one.peer !== peer),
    );
    await parts.whenSilent(addressed, left);
    await allowProcesses(parts, wished.id, wished.replicas);
    await endUnused(parts, addressed);
    return addressed;
  });

/** While processes change, the old ones and the new ones are there together. */
const larger = (a: TenantEntry['replicas'], b: TenantEntry['replicas']): TenantEntry['replicas'] =>
  Object.fromEntries(
    services.map((service) => [service, Math.max(a[service] ?? 1, b[service] ?? 1)]),
  );

/** Logins at the broker that this packing has no process for. */
const endUnused = async ({ broker }: PackParts, { id, packing }: TenantEntry): Promise<void> => {
  const used = principalsOf(packing);
  const unused = services.filter((service) => !used.includes(service));
  if (unused.length > 0) await broker?.endLogins(unused.map((name) => principalName(id, name)));
};
