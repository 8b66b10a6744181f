import { inContainer } from './containers.ts';
import { readIfThere } from './files.ts';
import { readInnerCa } from './inner-certificate.ts';
import {
  cellPaths,
  type Installation,
  type MailDelivery,
  originOf,
  pathsOf,
  platformAccount,
  tenantAccount,
} from './installation.ts';
import type { Broker, DatabaseServer, Place } from './parts.ts';
import { type Service, services } from './schemas.ts';
import { operatorSlug } from './slug.ts';
import { type WitnessAddress, witnessOf } from './witness.ts';

/** <cell folder>/cell.json: all that a cell's process is told, but secrets. */
export type CellSpec = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly apex: string;
  readonly origin: string;
  readonly mode: Installation['mode'];
  readonly build: string;
  readonly epoch: number;
  readonly services: readonly Service[];
  readonly doors: CellDoors;
  readonly database: CellDatabase;
  readonly objects:
    | { readonly driver: 'file'; readonly folder: string }
    | { readonly driver: 's3'; readonly bucket: string; readonly prefix: string };
  readonly mail: MailDelivery;
  readonly transport: CellTransport;
  readonly witness: WitnessAddress;
};

/** Where a cell's services listen: sockets in a folder; with `ca`, ports by mutual TLS, and `peer` there for its own container. */
export type CellDoors =
  | { readonly kind: 'sockets'; readonly folder: string }
  | { readonly kind: 'tls'; readonly folder: string; readonly ca: string };

export type CellDatabase =
  | { readonly socket: string }
  | { readonly host: string; readonly port: number; readonly ca: string };

/** The bus that joins a cell's services; `cluster` tells one Kafka from another. */
export type CellTransport =
  | 'log'
  | {
      readonly kind: 'kafka';
      readonly brokers: readonly string[];
      readonly ca?: string;
      readonly cluster: string;
    };

export const transportOf = async (broker: Broker | undefined): Promise<CellTransport> =>
  broker ? { kind: 'kafka', ...broker.address, cluster: await broker.clusterId() } : 'log';

export type Tenant = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly epoch: number;
  readonly uids: { readonly base: number; readonly count: number } | null;
};

/** The operator's tenant answers on the apex, every other below it. */
export const hostsOf = (apex: string, slug: string): readonly string[] =>
  slug === operatorSlug ? [apex] : [`${slug}.${apex}`];

/** The folders of a cell. Only data/ and its objects are the tenant's to write; sockets are the tenant's and the gateway's. */
export const makeCellFolders = async (
  installation: Installation,
  place: Place,
  tenant: Pick<Tenant, 'id' | 'uids'>,
): Promise<void> => {
  const account = tenantAccount(tenant.uids);
  const paths = cellPaths(installation, tenant.id);
  const readable = { uid: null, gid: account.gid, mode: 0o750 };
  for (const folder of [paths.cell, paths.keyFolder, paths.secrets])
    await place.folder(folder, readable);
  await place.folder(paths.data, { ...account, mode: 0o700 });
  await place.folder(pathsOf(installation).objects, { uid: null, gid: null, mode: 0o755 });
  await place.folder(paths.objects, { ...account, mode: 0o700 });
  await makeRunFolder(installation, place, tenant);
};

/** Sockets take the folder's group, the gateway's: it may connect, other tenants may not. */
export const makeRunFolder = async (
  installation: Installation,
  place: Place,
  tenant: Pick<Tenant, 'id' | 'uids'>,
): Promise<void> => {
  const { gid } = platformAccount(installation.uids, 'gateway');
  const { uid } = tenantAccount(tenant.uids);
  await place.folder(cellPaths(installation, tenant.id).run, { uid, gid, mode: 0o2710 });
};

type Wanted = {
  readonly tenant: Tenant;
  readonly build: string;
  readonly server: DatabaseServer;
  readonly transport: CellTransport;
};

/** Writes cell.json if it would say something new; answers whether it did. */
export const writeCellSpec = async (
  installation: Installation,
  place: Place,
  cell: Wanted,
): Promise<boolean> => {
  const { spec: file, run } = cellPaths(installation, cell.tenant.id);
  const doors: CellDoors = installation.containers
    ? { kind: 'tls', folder: inContainer.run, ca: await readInnerCa(installation) }
    : { kind: 'sockets', folder: run };
  const witness = await witnessOf(installation);
  const before = await readIfThere(file);
  const wanted = { ...cellSpec(installation, { ...cell, doors, witness }), ...keptObjects(before) };
  const text = `${JSON.stringify(wanted, null, 2)}\n`;
  if (before === text) return false;
  const { gid } = tenantAccount(cell.tenant.uids);
  await place.file(file, text, { uid: null, gid, mode: 0o440 });
  return true;
};

/** Where the operator moved a tenant's objects to a bucket, there they stay. */
const keptObjects = (before: string | null): Pick<CellSpec, 'objects'> | Record<string, never> => {
  const objects = before === null ? null : JSON.parse(before).objects;
  return objects?.driver === 's3' ? { objects } : {};
};

const cellSpec = (
  installation: Installation,
  {
    tenant,
    build,
    server,
    transport,
    doors,
    witness,
  }: Wanted & Pick<CellSpec, 'doors' | 'witness'>,
): CellSpec => ({
  id: tenant.id,
  slug: tenant.slug,
  name: tenant.name,
  apex: installation.apex,
  origin: originOf(installation, hostsOf(installation.apex, tenant.slug)[0] ?? installation.apex),
  mode: installation.mode,
  build,
  epoch: tenant.epoch,
  services,
  doors,
  database: 'socketPath' in server ? { socket: server.socketPath } : server,
  objects: {
    driver: 'file',
    folder: installation.containers
      ? inContainer.objects
      : cellPaths(installation, tenant.id).objects,
  },
  mail: installation.mail ?? { driver: 'file' },
  transport,
  witness,
});
