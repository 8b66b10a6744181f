import { randomBytes } from 'node:crypto';

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password for one sign-in: four groups of five letters that nobody misreads, 99 bits. */
export const oneTimePassword = (): string => {
  const letters = Array.from(randomBytes(60))
    .filter((byte) => byte < 248)
    .slice(0, 20)
    .map((byte) => LETTERS[byte % LETTERS.length]);
  return letters.join('').replace(/(.{5})(?!$)/g, '$1-');
};
