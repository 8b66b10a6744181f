import { isIP, type LookupFunction } from 'node:net';
import type { ServiceAddress } from '@bulwark/tenancy/directory';
import { buildConnector, Pool } from 'undici';
import { whereOf } from './spread.ts';

export type ClientTls = { readonly ca: string; readonly cert: string; readonly key: string };
type Needs = { readonly tls: ClientTls | null; readonly answerMs: number };

const connectMs = 2000;

const poolOf = (address: string, { tls, answerMs }: Needs): Pool => {
  const { origin, ip } = whereOf(address);
  const isRemote = origin.startsWith('https://');
  if (isRemote && tls === null) throw new Error('a service over TLS needs the client certificate');
  return new Pool(isRemote ? origin : 'http://cell', {
    connections: 128,
    pipelining: 1,
    allowH2: false,
    // less than Node's five seconds at the other end, so that no request meets a closing connection
    keepAliveTimeout: 4000,
    // else a service's own `Keep-Alive: timeout=75` would hold, and a door that ends would cut kept connections
    keepAliveMaxTimeout: 4000,
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
    connect: neverBegun(
      buildConnector({
        timeout: connectMs,
        ...(isRemote
          ? { ...tls, minVersion: 'TLSv1.3' as const, ...(ip ? { lookup: always(ip) } : {}) }
          : { socketPath: address }),
      }),
    ),
  });
};

type Connector = ReturnType<typeof buildConnector>;

/** Marks what failed before a connection was there: no request can have been seen by anybody. */
const neverBegun =
  (connect: Connector): Connector =>
  (options, done) =>
    connect(options, (error, socket) => {
      if (error) done(Object.assign(error, { neverBegun: true }), null);
      else done(null, socket);
    });

/** Connects to one process of those behind a name, whose certificate must still hold the name. */
const always =
  (ip: string): LookupFunction =>
  (_host, { all }, done) => {
    const family = isIP(ip);
    if (all)
      (done as (e: null, a: { address: string; family: number }[]) => void)(null, [
        { address: ip, family },
      ]);
    else done(null, ip, family);
  };

/** One pool of connections for each address; those of addresses that no tenant has any more are closed. */
export const createPools = (needs: Needs) => {
  const pools = new Map<string, Pool>();
  const drop = (address: string, pool: Pool): Promise<void> => {
    pools.delete(address);
    return pool.close();
  };
  return {
    get: (address: string): Pool => {
      const pool = pools.get(address) ?? poolOf(address, needs);
      pools.set(address, pool);
      return pool;
    },
    keep: (services: readonly ServiceAddress[]): void => {
      const used = new Set(services.flatMap(({ front, peer }) => [front, peer]));
      for (const [address, pool] of pools) if (!used.has(address)) void drop(address, pool);
    },
    close: async (): Promise<void> => {
      await Promise.all([...pools].map(([, pool]) => pool.destroy()));
      pools.clear();
    },
  };
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const hasNotBegun = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'neverBegun' in error;

const resets = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const closedDoors = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'UND_ERR_CONNECT_TIMEOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  // its pool was closed, and then ended, because nobody is there any more; pools in use are ended only with the gateway
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
]);
const silences = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** How a call to a service failed: it never began, it broke off, no answer came, or otherwise. */
export const failureOf = (error: unknown): 'unreachable' | 'reset' | 'silent' | 'other' => {
  const code = codeOf(error);
  const isRefusal = code.startsWith('ERR_TLS') || code.includes('CERT') || code.includes('SSL');
  if (hasNotBegun(error) && !isRefusal) return 'unreachable';
  if (resets.has(code)) return 'reset';
  if (closedDoors.has(code)) return 'unreachable';
  return silences.has(code) ? 'silent' : 'other';
};
