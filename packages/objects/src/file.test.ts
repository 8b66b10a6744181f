import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openFileObjects } from './file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

const textOf = async (content: AsyncIterable<Buffer>): Promise<string> => {
  const read: Buffer[] = [];
  for await (const piece of content) read.push(piece);
  return Buffer.concat(read).toString();
};

const keysIn = async (prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of openFileObjects(folder).list(prefix)) keys.push(key);
  return keys;
};

test('what is put is got again, with size and SHA-256', async () => {
  const objects = openFileObjects(folder);
  const facts = await objects.put('backups/one/risk', pieces('Ran', 'som'));
  const sha256 = createHash('sha256').update('Ransom').digest('hex');
  expect(facts).toEqual({ bytes: 6, sha256 });
  expect(await textOf(objects.get('backups/one/risk'))).toBe('Ransom');
  expect((await stat(join(folder, 'backups/one/risk'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'backups'))).mode & 0o777).toBe(0o700);
});

test('a list is in the order of keys and knows no drafts', async () => {
  const objects = openFileObjects(folder);
  for (const key of ['b/two', 'b/one', 'a', 'b.c']) await objects.put(key, pieces('x'));
  await writeFile(join(folder, 'b', '.draft'), 'half');
  expect(await keysIn('')).toEqual(['a', 'b.c', 'b/one', 'b/two']);
  expect(await keysIn('b/')).toEqual(['b/one', 'b/two']);
  expect(await keysIn('c/')).toEqual([]);
});

test('a content that breaks off leaves nothing, and the object before it whole', async () => {
  const objects = openFileObjects(folder);
  await objects.put('file', pieces('before'));
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('half');
    throw new Error('cut off');
  }
  await expect(objects.put('file', broken())).rejects.toThrow('cut off');
  expect(await textOf(objects.get('file'))).toBe('before');
  expect(await readdir(folder)).toEqual(['file']);
});

test('what is deleted is gone, twice too', async () => {
  const objects = openFileObjects(folder);
  await objects.put('file', pieces('x'));
  await objects.delete('file');
  await objects.delete('file');
  await expect(textOf(objects.get('file'))).rejects.toThrow('ENOENT');
});

test('a link in the place of an object is not followed', async () => {
  await symlink('/etc/hostname', join(folder, 'file'));
  await expect(textOf(openFileObjects(folder).get('file'))).rejects.toThrow('ELOOP');
});

test.each(['', '/etc/passwd', '../neighbour', 'a/../b', 'a//b', '.draft', 'a/.b', 'a\0b', 'a\\b'])(
  'the key %j is refused',
  async (key) => {
    const objects = openFileObjects(folder);
    await expect(objects.put(key, pieces('x'))).rejects.toThrow('no key');
    expect(() => objects.get(key)).toThrow('no key');
    await expect(objects.delete(key)).rejects.toThrow('no key');
  },
);
