import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from './files.ts';
import { cellPaths, type Installation, pathsOf, tenantAccount } from './installation.ts';
import type { Place } from './parts.ts';
import type { Service } from './schemas.ts';

export type PublicKey = { readonly kid: string; readonly jwk: Readonly<Record<string, string>> };
export type ServiceKeys = {
  readonly lane: PublicKey;
  readonly seal: PublicKey;
  readonly token?: PublicKey;
  /** Signs the checkpoints of the tenant's ledger. */
  readonly log?: PublicKey;
};

const pem = { type: 'pkcs8', format: 'pem' } as const;
const makers = {
  'lane.key': () => String(generateKeyPairSync('ed25519').privateKey.export(pem)),
  'log.key': () => String(generateKeyPairSync('ed25519').privateKey.export(pem)),
  'seal.key': () => String(generateKeyPairSync('x25519').privateKey.export(pem)),
  'token.key': () =>
    String(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem)),
  kek: () => randomBytes(32).toString('base64'),
  'embed.key': () => randomBytes(32).toString('hex'),
  'cdn.key': () => randomBytes(32).toString('hex'),
  pepper: () => randomBytes(32).toString('base64'),
  'database.password': () => randomBytes(32).toString('base64url'),
  'ledger.password': () => randomBytes(32).toString('base64url'),
  'kafka.password': () => randomBytes(32).toString('base64url'),
  'bus.password': () => randomBytes(32).toString('base64url'),
  'reader.password': () => randomBytes(32).toString('base64url'),
} as const;
type Secret = keyof typeof makers;

const ofEveryService: readonly Secret[] = [
  'database.password',
  'kafka.password',
  'lane.key',
  'seal.key',
  'kek',
];
/** `backup-child` is the short-lived process that alone reads all schemas of its tenant. */
type Part = Service | 'cell' | 'backup-child';
/** The secrets of each service, of the whole cell, and of the backup's child. */
export const secretsOf: Readonly<Record<Part, readonly Secret[]>> = {
  identity: [...ofEveryService, 'token.key', 'pepper'],
  records: ofEveryService,
  audit: [...ofEveryService, 'ledger.password', 'log.key'],
  notification: ofEveryService,
  media: [...ofEveryService, 'embed.key', 'cdn.key'],
  backup: ofEveryService,
  cell: ['bus.password'],
  'backup-child': ['reader.password'],
};

type Tenant = { readonly id: string; readonly uids: { readonly base: number } | null };

/** Makes each secret a tenant lacks; one that is there is never replaced. */
export const makeSecrets = async (
  installation: Installation,
  place: Place,
  tenant: Tenant,
): Promise<void> => {
  const account = tenantAccount(tenant.uids);
  const paths = cellPaths(installation, tenant.id);
  for (const [part, secrets] of Object.entries(secretsOf)) {
    await place.folder(paths.secretsOf(part), { uid: null, gid: account.gid, mode: 0o750 });
    for (const secret of secrets) {
      const file = join(paths.secretsOf(part), secret);
      if ((await readIfThere(file)) === null)
        await place.file(file, makers[secret](), { ...account, mode: 0o400 });
    }
  }
};

/** The broker's password stays: what a process of an earlier epoch sends there is refused by its epoch. */
const opensDatabase = (secret: Secret): boolean =>
  secret.endsWith('.password') && secret !== 'kafka.password';

/** Gives every database login of a tenant a new password; a process that knows the old ones is shut out for good. */
export const renewPasswords = async (
  installation: Installation,
  place: Place,
  tenant: Tenant,
): Promise<void> => {
  const account = tenantAccount(tenant.uids);
  const paths = cellPaths(installation, tenant.id);
  for (const [part, secrets] of Object.entries(secretsOf))
    for (const secret of secrets.filter(opensDatabase))
      await place.file(join(paths.secretsOf(part), secret), makers[secret](), {
        ...account,
        mode: 0o400,
      });
};

/** Writes the public halves, and the operator's recovery key, which every service of the cell may read. */
export const publishKeys = async (
  installation: Installation,
  place: Place,
  tenant: Tenant,
  services: readonly Service[],
): Promise<void> => {
  const paths = cellPaths(installation, tenant.id);
  const entries = await Promise.all(
    services.map(async (service) => [service, await keysOf(paths.secretsOf(service), service)]),
  );
  const readable = { uid: null, gid: tenantAccount(tenant.uids).gid, mode: 0o440 };
  const text = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  await place.file(paths.keys, text, readable);
  const recovery = await readIfThere(pathsOf(installation).recoveryKey);
  if (recovery) await place.file(paths.recoveryKey, recovery, readable);
};

const keysOf = async (folder: string, service: Service): Promise<ServiceKeys> => {
  const keys = {
    lane: await publicKey(join(folder, 'lane.key')),
    seal: await publicKey(join(folder, 'seal.key')),
  };
  if (service === 'identity') return { ...keys, token: await publicKey(join(folder, 'token.key')) };
  if (service === 'audit') return { ...keys, log: await publicKey(join(folder, 'log.key')) };
  return keys;
};

/** `kid` is the JWK's thumbprint (RFC 7638). */
const publicKey = async (file: string): Promise<PublicKey> => {
  const { kty, crv, x, y } = createPublicKey(await readFile(file, 'utf8')).export({
    format: 'jwk',
  });
  if (!kty || !crv || !x) throw new Error(`${file} holds no elliptic key`);
  const jwk = y ? { crv, kty, x, y } : { crv, kty, x };
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');
  return { kid, jwk };
};

export const readSecret = async (
  installation: Installation,
  id: string,
  part: Part,
  secret: Secret,
): Promise<string> =>
  await readFile(join(cellPaths(installation, id).secretsOf(part), secret), 'utf8');
