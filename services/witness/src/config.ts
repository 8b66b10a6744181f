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
  readonly door: Door;
};

/** Where it listens: a socket, or a port by TLS with these PEM texts. */
export type Door =
  | { readonly socket: string }
  | { readonly port: number; readonly cert: string; readonly key: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that says what is missing, or which file is open to others */
export const readConfig = (environment: Environment = process.env): Config => {
  const home = resolve(environment.BULWARK_HOME ?? '.local');
  const folder = join(home, 'witness');
  const port = environment.BULWARK_WITNESS_PORT;
  if (port) return inContainer(folder, Number(port), environment);
  const { apex, run } = JSON.parse(readFileSync(join(home, 'installation.json'), 'utf8'));
  return {
    key: readSecret(join(folder, 'witness.key'), 0o077),
    name: `${apex}/witness`,
    logs: join(folder, 'logs'),
    store: join(folder, 'store'),
    door: { socket: environment.BULWARK_WITNESS_SOCKET ?? join(run, 'witness', 'witness.sock') },
  };
};

/** In a container a secret is the operator's file, and its group is the witness alone. */
const inContainer = (folder: string, port: number, { BULWARK_APEX: apex }: Environment): Config => {
  if (!apex || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error('BULWARK_WITNESS_PORT must be a port, and goes with BULWARK_APEX');
  const key = readSecret(join(folder, 'server.key'), 0o037);
  return {
    key: readSecret(join(folder, 'witness.key'), 0o037),
    name: `${apex}/witness`,
    logs: join(folder, 'logs'),
    store: join(folder, 'store'),
    door: { port, cert: readFileSync(join(folder, 'server.pem'), 'utf8'), key },
  };
};

const readSecret = (path: string, others: number): string => {
  if (statSync(path).mode & others)
    throw new Error(`${path} may be read by others than its owner: chmod 0400`);
  return readFileSync(path, 'utf8');
};
