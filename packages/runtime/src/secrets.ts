import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A value that prints as `[secret]` wherever it slips into. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toJSON(): string {
    return '[secret]';
  }
  toString(): string {
    return '[secret]';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/**
 * Reads a secret from its file. @throws Error when anybody but its owner (or its owner and its group) may read it: such
 * a secret is one no longer, and the service does not start.
 */
export const readSecret = (
  folder: string,
  name: string,
  readers: 'owner' | 'group' = 'owner',
): Secret => {
  const file = join(folder, name);
  const mode = statSync(file).mode & 0o777;
  if ((mode & (readers === 'owner' ? 0o077 : 0o037)) !== 0) {
    throw new Error(
      `${file} is open to others (mode ${mode.toString(8)}): replace the secret, then chmod 0400 the file`,
    );
  }
  return new Secret(readFileSync(file, 'utf8').trim());
};
