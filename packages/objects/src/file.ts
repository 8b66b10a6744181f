import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkKey, checkPrefix } from './key.ts';
import type { ObjectFacts, Objects, StoredObject } from './objects.ts';

/** Drafts begin with a dot, which no key may. */
const draftOf = (path: string): string => join(dirname(path), `.${randomUUID()}`);

/**
 * Objects as files below a folder that is its owner's alone (0700). A file appears under its name by rename once its
 * content is synced; a crash leaves at most a draft, which is never listed.
 */
export const openFileObjects = (folder: string): Objects => {
  const pathOf = (key: string): string => join(folder, checkKey(key));
  return {
    put: async (key, content) => {
      const path = pathOf(key);
      await makeFolders(folder, dirname(key));
      const draft = draftOf(path);
      try {
        const facts = await write(draft, content);
        await rename(draft, path);
        await syncFolder(dirname(path));
        return facts;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    get: (key) => read(pathOf(key)),
    list: (prefix) => listBelow(folder, checkPrefix(prefix)),
    delete: async (key) => {
      const path = pathOf(key);
      await rm(path, { force: true });
    },
  };
};

/** Follows no link: who reads may be somebody else than the tenant, who can write this folder. */
async function* read(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    yield* file.createReadStream({ highWaterMark: 256 * 1024, autoClose: false });
  } finally {
    await file.close();
  }
}

const write = async (path: string, content: AsyncIterable<Uint8Array>): Promise<ObjectFacts> => {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of content) {
      await file.writeFile(piece);
      hash.update(piece);
      bytes += piece.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
};

/** Makes the folders of a key one by one, each durable in the one above. */
const makeFolders = async (root: string, path: string): Promise<void> => {
  if (path === '.') return;
  let above = root;
  for (const name of path.split('/')) {
    const made = await mkdir(join(above, name), { mode: 0o700 }).then(
      () => true,
      (error) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (made) await syncFolder(above);
    above = join(above, name);
  }
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

async function* listBelow(root: string, prefix: string): AsyncGenerator<StoredObject> {
  for (const entry of await entriesIn(join(root, prefix))) {
    if (entry.name.startsWith('.')) continue;
    const key = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* listBelow(root, `${key}/`);
    else if (entry.isFile()) yield { key, bytes: (await stat(join(root, key))).size };
  }
}

/** What lies in a folder, folders named as their keys sort: with the slash. */
const entriesIn = async (folder: string) => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const sortName = (entry: (typeof entries)[number]): string =>
      entry.isDirectory() ? `${entry.name}/` : entry.name;
    return entries.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1));
  } catch (error) {
    if (typeof error === 'object' && error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};
