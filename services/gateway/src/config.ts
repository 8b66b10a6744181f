import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ClientTls } from './pools.ts';

/** Milliseconds, counts, and requests a second. */
export const defaultLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  idleMs: 75_000,
  handshakeMs: 10_000,
  requestsPerConnection: 1000,
  connections: 10_000,
  connectionsPerAddress: 1024,
  rate: { perSecond: 500, burst: 2000 },
  exchangeMs: 2000,
  reuseMs: 1000,
  maxExchanges: 10_000,
  serviceMs: 30_000,
  drainMs: 10_000,
};
export type Limits = typeof defaultLimits;

export type Config = {
  readonly address: string;
  readonly httpsPort: number;
  readonly httpPort: number;
  /** The ports that browsers use, where something stands before the gateway; null for our own. */
  readonly publicHttpsPort: number | null;
  readonly publicHttpPort: number | null;
  readonly folders: {
    readonly tenants: string;
    readonly certificates: string;
    readonly builds: string;
  };
  /** Shown to services that listen on TLS; null where all are on this host. */
  readonly clientTls: ClientTls | null;
  /** The bits of a key's mode that say that others may read it. */
  readonly others: number;
  /** Where the operator reads metrics: a unix socket; null for none. */
  readonly metricsSocket: string | null;
  readonly limits: Limits;
};

type Environment = Readonly<Record<string, string | undefined>>;
type Problems = string[];

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Gives null and notes the problem when the value can't be read. */
const attempt = <Value>(problems: Problems, read: () => Value): Value | null => {
  try {
    return read();
  } catch (error) {
    problems.push(reasonOf(error));
    return null;
  }
};

const wholeNumber = (name: string, value: unknown, { from = 0, to = 65_535 } = {}): number => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= from && number <= to)
    return number;
  throw new Error(`${name} must be a whole number from ${from} to ${to}`);
};

const readInstallation = (
  home: string,
  environment: Environment,
): Readonly<Record<string, unknown>> => {
  if (environment.BULWARK_HTTPS_PORT && environment.BULWARK_HTTP_PORT) return {};
  const value: unknown = JSON.parse(readFileSync(join(home, 'installation.json'), 'utf8'));
  if (typeof value !== 'object' || value === null)
    throw new Error('installation.json must be an object');
  return Object.fromEntries(Object.entries(value));
};

/** In a container a secret is the operator's file, and its group is the gateway alone. */
const othersOf = (environment: Environment): number =>
  environment.BULWARK_CLIENT_CA ? 0o037 : 0o077;

const checkSecret = (path: string, others: number): void => {
  if (statSync(path).mode & others)
    throw new Error(`${path} may be read by others than its owner: chmod 0400`);
};

const readSecret = (path: string, others: number): string => {
  checkSecret(path, others);
  return readFileSync(path, 'utf8');
};

const readClientTls = (environment: Environment, problems: Problems): ClientTls | null => {
  const { BULWARK_CLIENT_CA: ca, BULWARK_CLIENT_CERT: cert, BULWARK_CLIENT_KEY: key } = environment;
  if (!ca && !cert && !key) return null;
  return attempt(problems, () => {
    if (!ca || !cert || !key)
      throw new Error(
        'BULWARK_CLIENT_CA, BULWARK_CLIENT_CERT and BULWARK_CLIENT_KEY belong together',
      );
    return {
      ca: readFileSync(ca, 'utf8'),
      cert: readFileSync(cert, 'utf8'),
      key: readSecret(key, othersOf(environment)),
    };
  });
};

const readLimits = (environment: Environment, problems: Problems): Limits => {
  const read = (name: string, otherwise: number): number =>
    attempt(problems, () => wholeNumber(name, environment[name] ?? otherwise, { to: 1_000_000 })) ??
    otherwise;
  const { connections, connectionsPerAddress, rate } = defaultLimits;
  const perSecond = read('BULWARK_RATE', rate.perSecond);
  return {
    ...defaultLimits,
    connections: read('BULWARK_CONNECTIONS', connections),
    connectionsPerAddress: read('BULWARK_CONNECTIONS_PER_ADDRESS', connectionsPerAddress),
    rate: { perSecond, burst: perSecond * 4 },
  };
};

/** Reads all settings, or throws one error that names everything wrong with them. */
export const readConfig = (environment: Environment = process.env): Config => {
  const problems: Problems = [];
  const home = resolve(environment.BULWARK_HOME ?? '.local');
  const installation = attempt(problems, () => readInstallation(home, environment)) ?? {};
  const port = (name: string, otherwise: unknown): number =>
    attempt(problems, () => wholeNumber(name, environment[name] ?? otherwise)) ?? 0;
  const ownPort = (name: string): number | null =>
    environment[name] === undefined ? null : port(name, null);
  const certificates = join(home, 'gateway', 'certificates');
  const keys = attempt(problems, () => readdirSync(certificates).filter((f) => f.endsWith('.key')));
  for (const key of keys ?? [])
    attempt(problems, () => checkSecret(join(certificates, key), othersOf(environment)));
  const config: Config = {
    address: environment.BULWARK_ADDRESS ?? '127.0.0.1',
    httpsPort: port('BULWARK_HTTPS_PORT', installation.httpsPort),
    httpPort: port('BULWARK_HTTP_PORT', installation.httpPort),
    publicHttpsPort: ownPort('BULWARK_PUBLIC_HTTPS_PORT'),
    publicHttpPort: ownPort('BULWARK_PUBLIC_HTTP_PORT'),
    folders: {
      tenants: join(home, 'tenants'),
      certificates,
      builds: environment.BULWARK_BUILDS ?? join(home, 'builds'),
    },
    clientTls: readClientTls(environment, problems),
    others: othersOf(environment),
    metricsSocket: environment.BULWARK_METRICS_SOCKET ?? null,
    limits: readLimits(environment, problems),
  };
  if (problems.length > 0) throw new Error(`the gateway can't start: ${problems.join('; ')}`);
  return config;
};
