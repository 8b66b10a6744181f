import { createHash, type KeyObject } from 'node:crypto';
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
 * backup opens. An object of its own, so that it can be destroyed with the tenant.
 */
export const storeSealedSet = async (
  objects: Objects,
  set: { backup: string; tenant: string; secrets: string; recovery: KeyObject },
): Promise<ObjectCopy> => {
  const key = sealedSetKey(set.backup);
  const secrets: Record<string, string> = {};
  for (const part of await readdir(set.secrets)) {
    for (const name of await readdir(join(set.secrets, part))) {
      secrets[`${part}/${name}`] = await readFile(join(set.secrets, part, name), 'utf8');
    }
  }
  const text = seal(JSON.stringify(secrets), {
    recipients: { recovery: set.recovery },
    context: `${set.tenant}|${set.backup}`,
  });
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  }
  return { key, ...(await objects.put(key, content())) };
};
