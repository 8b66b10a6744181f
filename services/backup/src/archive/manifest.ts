import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { canonical, type Json } from '@bulwark/trail';
import { z } from 'zod';

const object = z.strictObject({ key: z.string(), bytes: z.int(), sha256: z.string() });
const table = z.strictObject({
  name: z.string(),
  columns: z.array(z.string()),
  binary: z.array(z.string()),
  key: z.array(z.string()),
  /** The statement that makes the table as it was, so that an older backup goes into newer code by migration. */
  ddl: z.string(),
  rows: z.int(),
  /** Over the rows as canonical JSON lines, in the order of the primary key. */
  sha256: z.string(),
  object,
});
const schema = z.strictObject({
  schema: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(table),
});
const lane = z.strictObject({ epoch: z.int(), events: z.int(), audit: z.int() });

const contents = z.strictObject({
  taken: z.iso.datetime(),
  schemas: z.array(schema),
  /** Where each service's lane stood: what came after it came after this backup. */
  lanes: z.record(z.string(), lane),
  ledgerLeaves: z.int(),
  /** The tenant's other objects, which stay where they are: named, so that a loss shows. */
  files: z.array(object),
  /** The tenant's secrets, sealed to the operator's recovery key. */
  sealedSet: object,
});

const manifest = contents.extend({
  v: z.literal(1),
  tenant: z.string(),
  backup: z.uuid(),
  epoch: z.int(),
  build: z.string(),
  /** The data key of this backup under the tenant's backup KEK. */
  dataKey: z.strictObject({ id: z.string(), purpose: z.literal('backup'), wrapped: z.string() }),
});

export type TableCopy = z.infer<typeof table>;
export type SchemaCopy = z.infer<typeof schema>;
export type ObjectCopy = z.infer<typeof object>;
/** What the child made; the service adds whose it is and the key. */
export type Contents = z.infer<typeof contents>;
export type Manifest = z.infer<typeof manifest>;

export const readContents = (value: unknown): Contents => contents.parse(value);

export const manifestKey = (backup: string): string => `backups/${backup}/manifest.json`;
export const tableKey = (backup: string, schemaName: string, tableName: string): string =>
  `backups/${backup}/${schemaName}.${tableName}`;
export const sealedSetKey = (backup: string): string => `backups/${backup}/sealed-set.json`;

/** The manifest as it is stored, and its SHA-256: a MAC under the tenant's backup KEK says that nobody changed it. */
export const sealManifest = (made: Manifest, kek: Buffer): { text: string; sha256: string } => {
  const inside = canonical(manifest.parse(made) as Json);
  const text = JSON.stringify({ manifest: inside, mac: macOf(inside, kek).toString('base64url') });
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
};

/** @throws Error when it was made under another tenant's key, or changed since */
export const openManifest = (text: string, kek: Buffer): Manifest => {
  const { manifest: inside, mac } = z
    .strictObject({ manifest: z.string(), mac: z.string() })
    .parse(JSON.parse(text));
  const given = Buffer.from(mac, 'base64url');
  const wanted = macOf(inside, kek);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new Error('the manifest was changed, or is of another tenant: its code does not fit');
  }
  return manifest.parse(JSON.parse(inside));
};

const macOf = (text: string, kek: Buffer): Buffer => {
  const key = Buffer.from(hkdfSync('sha256', kek, '', 'bulwark backup manifest', 32));
  return createHmac('sha256', key).update(text).digest();
};

export const countRows = ({ schemas }: Contents): number =>
  tablesOf(schemas).reduce((sum, { rows }) => sum + rows, 0);

export const countBytes = ({ schemas, sealedSet }: Contents): number =>
  tablesOf(schemas).reduce((sum, { object: { bytes } }) => sum + bytes, sealedSet.bytes);

const tablesOf = (schemas: readonly SchemaCopy[]): TableCopy[] =>
  schemas.flatMap(({ tables }) => tables);
