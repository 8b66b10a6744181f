import type { ServiceAddress } from '@bulwark/tenancy/directory';
import type { Pool } from 'undici';
import type { Turns } from '../turns.ts';
import type { Wanted } from './exchange.ts';

type Needs = {
  readonly pool: (address: string) => Pool;
  readonly turns: Turns;
  /** Whether the call may have met no process at all, or one that just ended. */
  readonly isGone: (error: unknown) => boolean;
  readonly timeoutMs: number;
};

const maxAnswerBytes = 16_384;
/** A compact JWS: three parts of base64url, so that nothing else can enter a header. */
const tokenForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const readAnswer = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) throw new Error('the answer of identity is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const tokenOf = (answer: string): string => {
  const value: unknown = JSON.parse(answer);
  const token =
    typeof value === 'object' && value !== null && 'token' in value ? value.token : null;
  if (typeof token !== 'string' || !tokenForm.test(token))
    throw new Error('identity gave no token');
  return token;
};

const askOnce = async (
  pool: Pool,
  { sid, service }: Wanted,
  signal: AbortSignal,
): Promise<string> => {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/exchange',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sid, audience: service }),
    signal,
  });
  const answer = await readAnswer(body);
  if (statusCode !== 200) throw new Error(`identity answered ${statusCode}`);
  return tokenOf(answer);
};

/**
 * Asks identity's peer for a token. Asking twice is harmless, so a call that broke off is tried once more at every process
 * in turn.
 */
export const askIdentity = ({ pool, turns, isGone, timeoutMs }: Needs) => {
  return async (wanted: Wanted): Promise<string> => {
    const [first, ...others] = turns(wanted.tenant.services.identity ?? []);
    if (!first) throw new Error('the tenant has no identity service');
    const signal = AbortSignal.timeout(timeoutMs);
    const ask = ({ peer }: ServiceAddress) => askOnce(pool(peer), wanted, signal);
    let answer = ask(first);
    for (const next of [...others, first])
      answer = answer.catch((error: unknown) => {
        if (isGone(error)) return ask(next);
        throw error;
      });
    return await answer;
  };
};
