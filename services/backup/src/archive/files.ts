import { createHash, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seal } from '@bulwark/crypto';
import type { Objects } from '@bulwark/objects';
import { type ObjectCopy, sealedSetKey } from './manifest.ts';

/** The tenant's objects that are no backups, with checksums read from the storage itself. */
export const listFiles = async (objects: Objects): Promise<ObjectCopy[]> => {
  const files: ObjectCopy[] = [];
  for await (const { key, bytes } of objects.list('')) {
    if (key.startsWith('backups/')) continue;
    files.push({ key, bytes, sha256: await checksumOf(objects, key) });
  }
  return files;
};

export const checksumOf = async (objects: Objects, key: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of objects.get(key)) hash.update(piece);
  return hash.digest('hex');
};

/**
 * Stores every secret of the tenant sealed to the operator's recovery key: with it, and nothing of this host, the
 * backup opens. An object of its own, so that it can be destroyed with the tenant. Where this process does not see all
 * of them, the operator laid them down sealed.
 */
export const storeSealedSet = async (objects: Objects, set: Sealing): Promise<ObjectCopy> => {
  const key = sealedSetKey(set.backup);
  const sealedByOperator = join(set.cell, 'keys', 'sealed-set.json');
  const text = existsSync(sealedByOperator)
    ? await readFile(sealedByOperator, 'utf8')
    : await sealAll(set);
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  }
  return { key, ...(await objects.put(key, content())) };
};

type Sealing = { backup: string; tenant: string; cell: string; recovery: KeyObject };

const sealAll = async ({ tenant, cell, recovery }: Sealing): Promise<string> => {
  const folder = join(cell, 'secrets');
  const secrets: Record<string, string> = {};
  for (const part of await readdir(folder)) {
    for (const name of await readdir(join(folder, part))) {
      secrets[`${part}/${name}`] = await readFile(join(folder, part, name), 'utf8');
    }
  }
  return seal(JSON.stringify(secrets), {
    recipients: { recovery },
    context: `${tenant}|cell`,
  });
};
