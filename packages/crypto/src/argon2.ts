import { hash as argonHash, verify as argonVerify } from '@node-rs/argon2';

// The library's default algorithm is Argon2id.
const PARAMETERS = {
  memoryCost: 65_536,
  timeCost: 3,
  parallelism: 1,
  outputLen: 32,
};

export const hash = (password: string): Promise<string> => argonHash(password, PARAMETERS);

export const verify = async (stored: string, password: string): Promise<boolean> =>
  argonVerify(stored, password);

/** Whether a stored hash was made with other parameters than today's. */
export const needsRehash = (stored: string): boolean =>
  !stored.startsWith('$argon2id$v=19$m=65536,t=3,p=1$');
