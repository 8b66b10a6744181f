import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Config = {
  /** PEM of the witness's own Ed25519 key. */
  readonly key: string;
  /** The name under which it cosigns. */
  readonly name: string;
  /** One file for each log that it knows, written by the operator's tasks. */
  readonly logs: string;
  /** What it cosigned last of each log; nobody else writes here. */
  readonly store: string;
  readonly socket: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that says what is missing, or which file is open to others */
export const readConfig = (environment: Environment = process.env): Config => {
  const home = resolve(environment.BULWARK_HOME ?? '.local');
  const { apex, run } = JSON.parse(readFileSync(join(home, 'installation.json'), 'utf8'));
  const folder = join(home, 'witness');
  return {
    key: readSecret(join(folder, 'witness.key')),
    name: `${apex}/witness`,
    logs: join(folder, 'logs'),
    store: join(folder, 'store'),
    socket: environment.BULWARK_WITNESS_SOCKET ?? join(run, 'witness', 'witness.sock'),
  };
};

const readSecret = (path: string): string => {
  if (statSync(path).mode & 0o077)
    throw new Error(`${path} may be read by others than its owner: chmod 0400`);
  return readFileSync(path, 'utf8');
};
