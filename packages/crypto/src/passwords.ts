import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, needsRehash, verify } from './argon2.ts';

/** Thrown when too many hashes wait already: answer 503 and ask to try again. */
export class TooBusy extends Error {}

const QUEUE = 32;

/**
 * Argon2id 64 MiB, 3 passes, 1 lane over HMAC-SHA-256(pepper, password). At most 2 × cores hashes run at a time,
 * because hashing is the cheapest lever to overload a login.
 */
export const createPasswords = ({ pepper }: { pepper: Buffer }) => {
  const limited = createLimit(2 * availableParallelism());
  const peppered = (password: string): string =>
    createHmac('sha256', pepper).update(password.normalize('NFC')).digest('base64');
  return {
    /** The PHC string to store. */
    hash: (password: string): Promise<string> => limited(() => hash(peppered(password))),
    /** Whether the password fits; without a stored hash the same work is done and the answer is no. */
    verify: (password: string, stored: string | null): Promise<boolean> =>
      limited(async () => {
        const fits = await verify(stored ?? DUMMY, peppered(password));
        return fits && stored !== null;
      }),
    needsRehash,
  };
};
export type Passwords = ReturnType<typeof createPasswords>;

/** A hash with our parameters that no password fits, so that unknown accounts cost the same time. */
const DUMMY =
  '$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const createLimit = (most: number) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) {
      if (waiting.length >= QUEUE) throw new TooBusy('too many passwords are being checked');
      await new Promise<void>((go) => waiting.push(go));
    }
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
};
