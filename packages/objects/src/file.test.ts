import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openFileObjects } from './file.ts';
import { contractOf, pieces, textOf } from './objects.contract.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-'));
});
afterEach(() => rm(folder, { recursive: true }));

contractOf(async () => openFileObjects(folder));

test('files and folders are their owner’s alone', async () => {
  await openFileObjects(folder).put('backups/one/risk', pieces('x'));
  expect((await stat(join(folder, 'backups/one/risk'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'backups'))).mode & 0o777).toBe(0o700);
});

test('a draft is never listed, and one that broke off is taken away', async () => {
  const objects = openFileObjects(folder);
  await writeFile(join(folder, '.draft'), 'half');
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('half');
    throw new Error('cut off');
  }
  await expect(objects.put('file', broken())).rejects.toThrow('cut off');
  for await (const { key } of objects.list('')) throw new Error(`${key} is listed`);
  expect(await readdir(folder)).toEqual(['.draft']);
});

test('a link in the place of an object is not followed', async () => {
  await symlink('/etc/hostname', join(folder, 'file'));
  await expect(textOf(openFileObjects(folder).get('file'))).rejects.toThrow('ELOOP');
});
