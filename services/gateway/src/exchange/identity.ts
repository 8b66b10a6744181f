import type { Pool } from 'undici';
import type { Wanted } from './exchange.ts';

type Needs = {
  readonly pool: (address: string) => Pool;
  readonly isReset: (error: unknown) => boolean;
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

/** Asks identity's peer socket for a token. Asking twice is harmless, so a kept connection that broke is tried once more. */
export const askIdentity = ({ pool, isReset, timeoutMs }: Needs) => {
  return async (wanted: Wanted): Promise<string> => {
    const address = wanted.tenant.services.identity?.peer;
    if (address === undefined) throw new Error('the tenant has no identity service');
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await askOnce(pool(address), wanted, signal);
    } catch (error) {
      if (!isReset(error)) throw error;
      return await askOnce(pool(address), wanted, signal);
    }
  };
};
