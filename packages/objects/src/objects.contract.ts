import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import type { Objects } from './objects.ts';

export async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

export const textOf = async (content: AsyncIterable<Buffer>): Promise<string> => {
  const read: Buffer[] = [];
  for await (const piece of content) read.push(piece);
  return Buffer.concat(read).toString();
};

/** What every driver does. `open` gives an empty storage, the same one until the next test. */
export const contractOf = (open: () => Promise<Objects>): void => {
  let objects: Objects;
  beforeEach(async () => {
    objects = await open();
  });

  const keysIn = async (prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of objects.list(prefix)) keys.push(key);
    return keys;
  };

  test('what is put is got again, with size and SHA-256', async () => {
    const facts = await objects.put('backups/one/risk', pieces('Ran', 'som'));
    const sha256 = createHash('sha256').update('Ransom').digest('hex');
    expect(facts).toEqual({ bytes: 6, sha256 });
    expect(await textOf(objects.get('backups/one/risk'))).toBe('Ransom');
  });

  test('an empty object is one', async () => {
    expect((await objects.put('empty', pieces())).bytes).toBe(0);
    expect(await textOf(objects.get('empty'))).toBe('');
    expect(await keysIn('')).toEqual(['empty']);
  });

  test('an object of the same key is replaced', async () => {
    await objects.put('file', pieces('before'));
    await objects.put('file', pieces('after'));
    expect(await textOf(objects.get('file'))).toBe('after');
  });

  test('an object of many parts comes back byte for byte', async () => {
    const chunk = randomBytes(1024 * 1024 + 1);
    const hash = createHash('sha256');
    async function* much(): AsyncGenerator<Buffer> {
      for (let n = 0; n < 21; n += 1) {
        hash.update(chunk);
        yield chunk;
      }
    }
    const { bytes, sha256 } = await objects.put('large', much());
    expect([bytes, sha256]).toEqual([21 * chunk.length, hash.digest('hex')]);
    const back = createHash('sha256');
    for await (const piece of objects.get('large')) back.update(piece);
    expect(back.digest('hex')).toBe(sha256);
  }, 60_000);

  test('a list is in the order of keys, below whole names', async () => {
    for (const key of ['b/two', 'b/one', 'a', 'b.c', 'bb/x']) await objects.put(key, pieces('x'));
    expect(await keysIn('')).toEqual(['a', 'b.c', 'b/one', 'b/two', 'bb/x']);
    expect(await keysIn('b/')).toEqual(['b/one', 'b/two']);
    expect(await keysIn('c/')).toEqual([]);
  });

  test('a content that breaks off leaves nothing, and the object before it whole', async () => {
    await objects.put('file', pieces('before'));
    async function* broken(): AsyncGenerator<Buffer> {
      for (let n = 0; n < 3; n += 1) yield Buffer.alloc(8 * 1024 * 1024, 'half');
      throw new Error('cut off');
    }
    await expect(objects.put('file', broken())).rejects.toThrow('cut off');
    await expect(objects.put('other', broken())).rejects.toThrow('cut off');
    expect(await textOf(objects.get('file'))).toBe('before');
    expect(await keysIn('')).toEqual(['file']);
  }, 60_000);

  test('what is deleted is gone, twice too', async () => {
    await objects.put('file', pieces('x'));
    await objects.delete('file');
    await objects.delete('file');
    await expect(textOf(objects.get('file'))).rejects.toThrow();
    expect(await keysIn('')).toEqual([]);
  });

  test.each([
    '',
    '/etc/passwd',
    '../neighbour',
    'a/../b',
    'a//b',
    '.draft',
    'a/.b',
    'a\0b',
    'a\\b',
  ])('the key %j is refused', async (key) => {
    await expect(objects.put(key, pieces('x'))).rejects.toThrow('no key');
    expect(() => objects.get(key)).toThrow('no key');
    await expect(objects.delete(key)).rejects.toThrow('no key');
  });
};
