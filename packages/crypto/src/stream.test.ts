import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { CHUNK_BYTES, decryptStream, encryptStream } from './stream.ts';

const key = randomBytes(32);
const SALT = 32;
const SEALED_CHUNK = CHUNK_BYTES + 16;

async function* pieces(bytes: Buffer, size = 10_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const whole = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const read: Buffer[] = [];
  for await (const piece of stream) read.push(piece);
  return Buffer.concat(read);
};
const sealed = (plain: Buffer, context = 'one') =>
  whole(encryptStream(pieces(plain), { key, context }));
const opened = (bytes: Buffer, context = 'one', under = key) =>
  whole(decryptStream(pieces(bytes, 7777), { key: under, context }));

test.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])(
  'a stream of %i bytes opens to what it was made of',
  async (length) => {
    const plain = randomBytes(length);
    expect((await opened(await sealed(plain))).equals(plain)).toBe(true);
  },
);

test('a stream that was cut does not open, at a chunk’s end neither', async () => {
  const bytes = await sealed(randomBytes(3 * CHUNK_BYTES));
  for (const end of [0, 5, SALT, SALT + 10, SALT + SEALED_CHUNK, bytes.length - 1])
    await expect(opened(bytes.subarray(0, end))).rejects.toThrow();
});

test('chunks in another order, twice, or of another stream do not open', async () => {
  const bytes = await sealed(randomBytes(3 * CHUNK_BYTES));
  const other = await sealed(randomBytes(3 * CHUNK_BYTES));
  const chunk = (from: Buffer, n: number) =>
    from.subarray(SALT + n * SEALED_CHUNK, SALT + (n + 1) * SEALED_CHUNK);
  const head = bytes.subarray(0, SALT);
  const [a, b, c] = [chunk(bytes, 0), chunk(bytes, 1), chunk(bytes, 2)];
  await expect(opened(Buffer.concat([head, a, b, c]))).resolves.toHaveLength(3 * CHUNK_BYTES);
  for (const parts of [
    [b, a, c],
    [a, a, b, c],
    [a, c],
    [a, chunk(other, 1), c],
  ])
    await expect(opened(Buffer.concat([head, ...parts]))).rejects.toThrow();
});

test('a changed bit, another key or another context does not open', async () => {
  const bytes = await sealed(Buffer.from('Ransomware'));
  const changed = Buffer.from(bytes);
  changed[SALT + 2] = (changed[SALT + 2] ?? 0) ^ 1;
  await expect(opened(changed)).rejects.toThrow();
  await expect(opened(bytes, 'two')).rejects.toThrow();
  await expect(opened(bytes, 'one', randomBytes(32))).rejects.toThrow();
});
