import type { ServiceAddress } from '@bulwark/tenancy/directory';
import { Pool } from 'undici';

export type ClientTls = { readonly ca: string; readonly cert: string; readonly key: string };
type Needs = { readonly tls: ClientTls | null; readonly answerMs: number };

const connectMs = 2000;

const poolOf = (address: string, { tls, answerMs }: Needs): Pool => {
  const isRemote = address.startsWith('https://');
  if (isRemote && tls === null) throw new Error('a service over TLS needs the client certificate');
  return new Pool(isRemote ? address : 'http://cell', {
    connections: 128,
    pipelining: 1,
    allowH2: false,
    // less than Node's five seconds at the other end, so that no request meets a closing connection
    keepAliveTimeout: 4000,
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
    connect: {
      timeout: connectMs,
      ...(isRemote ? { ...tls, minVersion: 'TLSv1.3' as const } : { socketPath: address }),
    },
  });
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

const resets = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const closedDoors = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'UND_ERR_CONNECT_TIMEOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const silences = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** How a call to a service failed: it never began, it broke off, no answer came, or otherwise. */
export const failureOf = (error: unknown): 'unreachable' | 'reset' | 'silent' | 'other' => {
  const code = codeOf(error);
  if (resets.has(code)) return 'reset';
  if (closedDoors.has(code)) return 'unreachable';
  return silences.has(code) ? 'silent' : 'other';
};
