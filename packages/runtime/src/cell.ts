import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyFrom } from '@bulwark/crypto';
import type { DatabaseAddress } from '@bulwark/db';
import { z } from '@bulwark/record';
import { readSecret, type Secret } from './secrets.ts';

const spec = z.object({
  id: z.string().regex(/^t[a-z2-7]{9}$/),
  slug: z.string(),
  name: z.string(),
  apex: z.string(),
  origin: z.url(),
  mode: z.enum(['development', 'staging', 'production']),
  build: z.string(),
  epoch: z.int().min(1),
  services: z.array(z.string()).min(1),
  /** Where its services listen: sockets in a folder; or ports, by TLS with certificates that this authority made. */
  doors: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sockets'), folder: z.string() }),
    z.strictObject({ kind: z.literal('tls'), folder: z.string(), ca: z.string() }),
  ]),
  database: z.union([
    z.strictObject({ socket: z.string() }),
    /** TCP and TLS; `ca` is the PEM of the authority of the server's certificate. */
    z.strictObject({ host: z.string(), port: z.int().min(1).max(65_535), ca: z.string() }),
  ]),
  mail: z.discriminatedUnion('driver', [
    z.strictObject({ driver: z.literal('file') }),
    z.strictObject({
      driver: z.literal('smtp'),
      host: z.string(),
      port: z.int().min(1).max(65_535),
      ca: z.string().optional(),
    }),
  ]),
  objects: z.discriminatedUnion('driver', [
    z.object({ driver: z.literal('file'), folder: z.string() }),
    z.object({
      driver: z.literal('s3'),
      endpoint: z.url(),
      region: z.string(),
      bucket: z.string(),
      /** `<tenant id>/`: everything of the tenant lies below it. */
      prefix: z.string().regex(/^t[a-z2-7]{9}\/$/),
      /** PEM of the authority of the endpoint's certificate, where it is not a public one. */
      ca: z.string().optional(),
    }),
  ]),
  transport: z.union([
    z.literal('log'),
    z.object({
      kind: z.literal('kafka'),
      brokers: z.array(z.string()).min(1),
      cluster: z.string(),
      /** PEM of the authority of the brokers' certificates; without it they are on this machine. */
      ca: z.string().optional(),
    }),
  ]),
  /** Who cosigns the ledger's checkpoints, and where it listens; a cell of an earlier build names none. */
  witness: z
    .union([
      z.strictObject({ socket: z.string(), key: z.string() }),
      z.strictObject({ host: z.string(), port: z.int(), ca: z.string(), key: z.string() }),
    ])
    .optional(),
});

/** What a process must know of the one tenant that it serves. */
export type CellSpec = z.infer<typeof spec>;

/** Where the database server of a cell is, as `connect` takes it. */
export const serverOf = ({
  database,
}: Pick<CellSpec, 'database'>): Pick<DatabaseAddress, 'socketPath' | 'host' | 'port' | 'ca'> =>
  'socket' in database ? { socketPath: database.socket } : database;

const publicKey = z.object({ kid: z.string(), jwk: z.record(z.string(), z.unknown()) });
const keyFile = z.record(
  z.string(),
  z.object({
    lane: publicKey,
    seal: publicKey,
    token: publicKey.optional(),
    log: publicKey.optional(),
  }),
);

export type PublicKey = { readonly kid: string; readonly key: KeyObject };
export type ServiceKeys = {
  readonly lane: PublicKey;
  readonly seal: PublicKey;
  readonly token?: PublicKey;
  /** Signs the checkpoints of the tenant's ledger. */
  readonly log?: PublicKey;
};

/** A tenant's cell as its folder describes it. */
export type Cell = {
  readonly folder: string;
  readonly spec: CellSpec;
  readonly keys: { readonly [service: string]: ServiceKeys };
  /** @throws Error when the file is missing or open to others */
  secret(service: string, name: string): Secret;
};

/** @throws Error naming what is wrong with the folder */
export const readCell = (folder: string): Cell => {
  const keys = keyFile.parse(readJson(join(folder, 'keys', 'keys.json')));
  const parsed = spec.parse(readJson(join(folder, 'cell.json')));
  // In containers a secret is the operator's file, and its group is the tenant alone.
  const readers = parsed.doors.kind === 'tls' ? 'group' : 'owner';
  return {
    folder,
    spec: parsed,
    keys: Object.fromEntries(
      Object.entries(keys).map(([service, { lane, seal, token, log }]) => [
        service,
        {
          lane: open(lane),
          seal: open(seal),
          ...(token ? { token: open(token) } : {}),
          ...(log ? { log: open(log) } : {}),
        },
      ]),
    ),
    secret: (service, name) => readSecret(join(folder, 'secrets', service), name, readers),
  };
};

const open = ({ kid, jwk }: z.infer<typeof publicKey>): PublicKey => ({
  kid,
  key: publicKeyFrom(jwk),
});

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
