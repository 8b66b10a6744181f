import { join } from 'node:path';
import { containerAddresses } from './containers.ts';
import type { ServiceAddress, TenantEntry } from './entry.ts';
import { cellPaths, type Installation } from './installation.ts';
import { type Service, services } from './schemas.ts';

/** More processes of one service than this help nobody on one host. */
export const mostReplicas = 16;

/** Every address of every process that requests go to. */
export const allAddresses = ({
  services: of,
}: Pick<TenantEntry, 'services'>): readonly ServiceAddress[] => Object.values(of).flat();

type Packed = Pick<TenantEntry, 'id' | 'slug' | 'packing' | 'replicas'>;

/** Where the gateway finds the processes of each service of a tenant that is packed like this. */
export const addressesOf = (
  installation: Installation,
  tenant: Packed,
): Record<Service, readonly ServiceAddress[]> => {
  const { id, packing, replicas } = tenant;
  if (installation.containers) return containerAddresses(installation.containers, tenant);
  const { run } = cellPaths(installation, id);
  const of = (service: Service): readonly ServiceAddress[] =>
    packing === 'compact'
      ? [addressAt(join(run, service))]
      : Array.from({ length: replicas[service] ?? 1 }, (_, at) =>
          addressAt(join(run, `${service}.${at + 1}`)),
        );
  return Object.fromEntries(services.map((service) => [service, of(service)])) as Record<
    Service,
    readonly ServiceAddress[]
  >;
};

const addressAt = (door: string): ServiceAddress => ({
  front: `${door}.front`,
  peer: `${door}.peer`,
});

/** One process of a tenant: all its services, or one of the replicas of one. */
export type CellProcess = {
  readonly program: 'cell' | Service;
  readonly replica: number | null;
  readonly addresses: readonly ServiceAddress[];
};

/** What must run for a tenant on this host: what its entry wishes, and what requests still go to. */
export const processesOf = (
  installation: Installation,
  entry: TenantEntry,
): readonly CellProcess[] => {
  const wished = addressesOf(installation, entry);
  const { run } = cellPaths(installation, entry.id);
  const compact = allAddresses({
    services: addressesOf(installation, { ...entry, packing: 'compact' }),
  });
  const cell: CellProcess = { program: 'cell', replica: null, addresses: compact };
  const all = services.flatMap((program) =>
    Array.from({ length: mostReplicas }, (_, at): CellProcess => {
      const address = addressAt(join(run, `${program}.${at + 1}`));
      return { program, replica: at + 1, addresses: [address] };
    }),
  );
  const wanted = new Set(
    [...allAddresses({ services: wished }), ...allAddresses(entry)].map(({ peer }) => peer),
  );
  return [cell, ...all].filter(({ addresses }) => addresses.some(({ peer }) => wanted.has(peer)));
};
