import { join } from 'node:path';

/** A range of uids that only this installation uses; null when it runs without root, all under one user. */
export type UidRange = { readonly start: number; readonly size: number };

/** What stands in <home>/installation.json, and where its home is. */
export type Installation = {
  readonly version: 1;
  readonly home: string;
  readonly run: string;
  readonly apex: string;
  readonly httpsPort: number;
  readonly httpPort: number;
  readonly uids: UidRange | null;
  readonly mode: 'development' | 'production';
  /** Apache Kafka carries events: the brokers of somebody else's cluster, or null for one of our own. Else the embedded log. */
  readonly kafka?: { readonly brokers: readonly string[] | null } | null;
  /** Every process runs in a container of its own, reached by mutual TLS; else on this host, by sockets. */
  readonly containers?: Containers;
  /** Who delivers mails; without it they become files in the tenants' folders. */
  readonly mail?: MailDelivery;
};

/** How an installation whose processes run in containers of their own finds them. */
export type Containers = {
  /** The host name of a process: `{slug}` is the tenant's, `{unit}` is `cell` or the name of a service. */
  readonly host: string;
  readonly witness: { readonly host: string; readonly port: number };
};

/** `ca` is the PEM of the authority of the server's certificate; without it, the public ones hold. */
export type MailDelivery =
  | { readonly driver: 'file' }
  | {
      readonly driver: 'smtp';
      readonly host: string;
      readonly port: number;
      readonly ca?: string;
    };

export type Account = { readonly uid: number | null; readonly gid: number | null };

const reservedUids = {
  database: 0,
  gateway: 1,
  witness: 2,
  broker: 3,
  objects: 4,
  mail: 5,
  operator: 7,
} as const;

/** The first uid of a range that belongs to a tenant; the ones before are the platform's. */
export const firstTenantOffset = 8;
export const blockSize = 8;

export const platformAccount = (
  uids: UidRange | null,
  role: keyof typeof reservedUids,
): Account => {
  if (!uids) return { uid: null, gid: null };
  const id = uids.start + reservedUids[role];
  return { uid: id, gid: id };
};

/** A tenant's processes run as the base of its block, which is its group, too. */
export const tenantAccount = (block: { readonly base: number } | null): Account =>
  block ? { uid: block.base, gid: block.base } : { uid: null, gid: null };

/** Where the files of an installation are. */
export const pathsOf = ({ home, run }: Pick<Installation, 'home' | 'run'>) => ({
  installation: join(home, 'installation.json'),
  ca: join(home, 'pki', 'ca.pem'),
  caKey: join(home, 'pki', 'ca.key'),
  /** The authority that processes in containers know each other by; browsers never meet it. */
  innerCa: join(home, 'pki', 'inner.pem'),
  innerCaKey: join(home, 'pki', 'inner.key'),
  tenants: join(home, 'tenants'),
  allocations: join(home, 'tenants', 'allocations.json'),
  gateway: join(home, 'gateway'),
  certificates: join(home, 'gateway', 'certificates'),
  /** The witness's own: its key, the logs it is told of, and what it cosigned last of each. */
  witness: join(home, 'witness'),
  witnessKey: join(home, 'witness', 'witness.key'),
  witnessLogs: join(home, 'witness', 'logs'),
  witnessStore: join(home, 'witness', 'store'),
  witnessRun: join(run, 'witness'),
  witnessSocket: join(run, 'witness', 'witness.sock'),
  cells: join(home, 'cells'),
  builds: join(home, 'builds'),
  database: join(home, 'database'),
  objects: join(home, 'objects'),
  /** The operator's offline recovery key: its public half, and in development the private one. */
  recoveryKey: join(home, 'recovery', 'recovery.pub'),
  recoveryPrivateKey: join(home, 'recovery', 'recovery.key'),
  /** What an operator task that was cut off goes on from. */
  journals: join(home, 'journals'),
  certificatesOfDeletion: join(home, 'deleted'),
  kafka: join(home, 'kafka'),
  firstLogins: join(home, 'secrets', 'first-login'),
  operatorLock: join(home, 'locks', 'operator.lock'),
  supervisorLock: join(home, 'locks', 'supervisor.lock'),
  run,
  log: join(home, 'log'),
  ready: join(home, 'ready.json'),
});

/** Where the files of one tenant's cell are. */
export const cellPaths = ({ home, run }: Pick<Installation, 'home' | 'run'>, id: string) => {
  const cell = join(home, 'cells', id);
  return {
    cell,
    spec: join(cell, 'cell.json'),
    keyFolder: join(cell, 'keys'),
    keys: join(cell, 'keys', 'keys.json'),
    recoveryKey: join(cell, 'keys', 'recovery.pub'),
    /** All its secrets, sealed to the recovery key; only where its processes do not see all of them. */
    sealedSet: join(cell, 'keys', 'sealed-set.json'),
    secrets: join(cell, 'secrets'),
    secretsOf: (part: string) => join(cell, 'secrets', part),
    data: join(cell, 'data'),
    objects: join(home, 'objects', id),
    run: join(run, id),
  };
};

/** The address browsers use; the port is left out where it is the scheme's own. */
export const originOf = (installation: Pick<Installation, 'httpsPort'>, host: string): string =>
  `https://${host}${installation.httpsPort === 443 ? '' : `:${installation.httpsPort}`}`;
