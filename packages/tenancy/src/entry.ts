import { isAbsolute } from 'node:path';

/** Only an active tenant's cell runs; a tenant that is restored is out until it is whole again. */
export type TenantState = 'active' | 'suspended' | 'provisioning' | 'restoring' | 'deleted';

const states: readonly TenantState[] = [
  'active',
  'suspended',
  'provisioning',
  'restoring',
  'deleted',
];

/** Where one service of a cell listens: an absolute socket path, or an `https://host:port` origin. */
export type ServiceAddress = { readonly front: string; readonly peer: string };

/** What the platform knows of a tenant; holds no credential. One file `<id>.json` each. */
export type TenantEntry = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly state: TenantState;
  readonly shard: string;
  readonly uids: { readonly base: number; readonly count: number } | null;
  readonly build: string;
  readonly epoch: number;
  /** `compact`: one process runs all services. `split`: at least one process for each. */
  readonly packing: 'compact' | 'split';
  /** How many processes a split tenant's service shall have, where it is more than one. */
  readonly replicas: Readonly<Record<string, number>>;
  readonly hosts: readonly string[];
  /** Where requests go: every process of every service. */
  readonly services: Readonly<Record<string, readonly ServiceAddress[]>>;
  /** Name of the certificate's files, `<certificate>.pem` and `.key`. */
  readonly certificate: string;
};

export const tenantIdPattern = /^t[a-z2-7]{9}$/;
const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const hostPattern =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
/** Becomes a file name: no slash, no leading dot. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const servicePattern = /^[a-z]{2,32}$/;
/** `sun_path` of a unix socket holds 108 bytes, the last one zero. */
const socketPathBytes = 107;

type Fields = Readonly<Record<string, unknown>>;

const refuse = (field: string, wanted: string): never => {
  throw new Error(`tenant entry: "${field}" must be ${wanted}`);
};

const fieldsOf = (value: unknown, field: string): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : refuse(field, 'an object');

const text = (value: unknown, field: string, pattern: RegExp): string =>
  typeof value === 'string' && pattern.test(value) ? value : refuse(field, `text like ${pattern}`);

const whole = (value: unknown, field: string): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse(field, 'a whole number');

const oneOf = <Choice extends string>(
  value: unknown,
  field: string,
  choices: readonly Choice[],
): Choice =>
  choices.find((choice) => choice === value) ?? refuse(field, `one of ${choices.join(', ')}`);

const httpsOrigin = (value: string): boolean =>
  URL.canParse(value) && value.startsWith('https://') && new URL(value).origin === value;

const address = (value: unknown, field: string): string => {
  if (typeof value !== 'string') return refuse(field, 'text');
  if (httpsOrigin(value)) return value;
  const isSocket = isAbsolute(value) && Buffer.byteLength(value) <= socketPathBytes;
  return isSocket && !value.includes('\0')
    ? value
    : refuse(
        field,
        `an absolute socket path of at most ${socketPathBytes} bytes or an https origin`,
      );
};

const uidsOf = (value: unknown): TenantEntry['uids'] => {
  if (value === null) return null;
  const { base, count } = fieldsOf(value, 'uids');
  return { base: whole(base, 'uids.base'), count: whole(count, 'uids.count') };
};

const hostsOf = (value: unknown): string[] =>
  Array.isArray(value) && value.length > 0
    ? value.map((host, at) => text(host, `hosts[${at}]`, hostPattern))
    : refuse('hosts', 'a list of at least one host name');

const addressOf = (value: unknown, field: string): ServiceAddress => {
  const { front, peer } = fieldsOf(value, field);
  return { front: address(front, `${field}.front`), peer: address(peer, `${field}.peer`) };
};

/** Entries of earlier builds name one address, without a list. */
const servicesOf = (value: unknown): Record<string, readonly ServiceAddress[]> =>
  Object.fromEntries(
    Object.entries(fieldsOf(value, 'services')).map(([service, one]) => {
      const field = `services.${text(service, 'services', servicePattern)}`;
      const all: readonly unknown[] = Array.isArray(one) ? one : [one];
      if (all.length === 0) refuse(field, 'a list of at least one address');
      return [service, all.map((item, at) => addressOf(item, `${field}[${at}]`))];
    }),
  );

const replicasOf = (value: unknown = {}): Record<string, number> =>
  Object.fromEntries(
    Object.entries(fieldsOf(value, 'replicas')).map(([service, count]) => [
      text(service, 'replicas', servicePattern),
      whole(count, `replicas.${service}`),
    ]),
  );

/** Gives the entry with only the fields named here, or throws an `Error` that names the first wrong one. */
export const parseTenant = (value: unknown): TenantEntry => {
  const entry = fieldsOf(value, 'entry');
  return {
    id: text(entry.id, 'id', tenantIdPattern),
    slug: text(entry.slug, 'slug', slugPattern),
    name: text(entry.name, 'name', /^[^\p{Cc}]{1,200}$/u),
    state: oneOf(entry.state, 'state', states),
    shard: text(entry.shard, 'shard', namePattern),
    uids: uidsOf(entry.uids),
    build: text(entry.build, 'build', namePattern),
    epoch: whole(entry.epoch, 'epoch'),
    packing: oneOf(entry.packing, 'packing', ['compact', 'split']),
    replicas: replicasOf(entry.replicas),
    hosts: hostsOf(entry.hosts),
    services: servicesOf(entry.services),
    certificate: text(entry.certificate, 'certificate', namePattern),
  };
};
