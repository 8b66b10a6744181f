import { createHash } from 'node:crypto';
import { unwrapDataKey } from '@bulwark/crypto';
import type { DatabaseAddress } from '@bulwark/db';
import { openRaw } from '@bulwark/db/rows';
import type { Objects } from '@bulwark/objects';
import { openCellObjects, readCell } from '@bulwark/runtime';
import { checksumOf } from './archive/files.ts';
import { loadSchema } from './archive/load.ts';
import { type Manifest, manifestKey, openManifest } from './archive/manifest.ts';
import { textOf } from './archive/text.ts';

/** A backup whose manifest was found to be this tenant's and unchanged. */
export type OpenedBackup = {
  readonly taken: string;
  readonly sha256: string;
  readonly ledgerLeaves: number;
  readonly lanes: {
    readonly [service: string]: { readonly epoch: number; readonly audit: number };
  };
  readonly migrations: { readonly [schema: string]: readonly string[] };
  /** Puts one schema back and compares it. */
  readonly load: (schema: string, login: DatabaseAddress) => Promise<void>;
  /** The tenant's other objects that the backup names, and that are no longer what they were. */
  readonly lostFiles: () => Promise<readonly string[]>;
};

/** An operator task: opens a backup of a cell. @throws Error when it is another tenant's, or was changed */
export const openBackup = async ({
  cell: folder,
  backup,
}: {
  readonly cell: string;
  readonly backup: string;
}): Promise<OpenedBackup> => {
  const cell = readCell(folder);
  const kek = Buffer.from(cell.secret('backup', 'kek').reveal(), 'base64');
  const objects = await openCellObjects(cell.spec, (name) => cell.secret('backup', name));
  const text = await textOf(objects.get(manifestKey(backup)));
  const manifest = openManifest(text, kek);
  if (manifest.tenant !== cell.spec.id || manifest.backup !== backup)
    throw new Error(`the backup ${backup} is not one of this tenant`);
  const key = unwrapDataKey(manifest.dataKey, kek);
  return {
    taken: manifest.taken,
    sha256: createHash('sha256').update(text).digest('hex'),
    ledgerLeaves: manifest.ledgerLeaves,
    lanes: manifest.lanes,
    migrations: Object.fromEntries(
      manifest.schemas.map(({ schema, migrations }) => [schema, migrations]),
    ),
    load: (schema, login) => load(schema, login, { manifest, objects, key }),
    lostFiles: () => lostFiles(manifest, objects),
  };
};

const load = async (
  name: string,
  login: DatabaseAddress,
  { manifest, objects, key }: { manifest: Manifest; objects: Objects; key: Buffer },
): Promise<void> => {
  const copy = manifest.schemas.find(({ schema }) => schema === name);
  if (!copy) throw new Error(`the backup holds no schema ${name}`);
  const raw = await openRaw(login);
  const loading = { raw, database: login.database, objects, key };
  await loadSchema(copy, loading).finally(raw.close);
};

const lostFiles = async ({ files }: Manifest, objects: Objects): Promise<string[]> => {
  const lost: string[] = [];
  for (const { key, sha256 } of files) {
    const found = await checksumOf(objects, key).catch(() => null);
    if (found !== sha256) lost.push(key);
  }
  return lost;
};
