import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of plain text in every chunk but the last. */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SALT_BYTES = 32;

export type StreamKey = {
  /** 32 bytes; each stream is under a key of its own, derived from it. */
  readonly key: Buffer;
  /** What the stream is, e.g. `<backup id>|<object>`: under another name it does not open. */
  readonly context: string;
};

/**
 * Encrypts content of any length by the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, 2015): chunks of
 * 64 KiB under AES-256-GCM whose nonce counts them and marks the last one, so that a stream that was cut, put in another
 * order or joined with another does not open. Form: 32 bytes of salt, then chunk and tag, again and again.
 */
export async function* encryptStream(
  plain: AsyncIterable<Uint8Array>,
  { key, context }: StreamKey,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const own = keyOf(key, salt, context);
  yield salt;
  let index = 0;
  for await (const { chunk, last } of chunksOf(plain, CHUNK_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(index, last));
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    index += 1;
  }
}

/** @throws Error when a byte, the order, the end, the key or the context is another one */
export async function* decryptStream(
  sealed: AsyncIterable<Uint8Array>,
  { key, context }: StreamKey,
): AsyncGenerator<Buffer> {
  let own: Buffer | null = null;
  let index = 0;
  const salted = withHead(sealed, SALT_BYTES, (salt) => {
    own = keyOf(key, salt, context);
  });
  for await (const { chunk, last } of chunksOf(salted, CHUNK_BYTES + TAG_BYTES)) {
    if (!own || chunk.length < TAG_BYTES) throw new Error('the stream is cut short');
    const decipher = createDecipheriv('aes-256-gcm', own, nonceOf(index, last));
    decipher.setAuthTag(chunk.subarray(chunk.length - TAG_BYTES));
    const plain = decipher.update(chunk.subarray(0, chunk.length - TAG_BYTES));
    yield Buffer.concat([plain, decipher.final()]);
    index += 1;
  }
}

const keyOf = (key: Buffer, salt: Uint8Array, context: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `bulwark stream|${context}`, 32));

/** 7 zero bytes, the number of the chunk, and whether it is the last. */
const nonceOf = (index: number, last: boolean): Buffer => {
  if (index > 0xffffffff) throw new Error('the stream is too long');
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
};

/** Pieces of any size as chunks of one size; the last may be smaller, and there is always one. */
async function* chunksOf(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ chunk: Buffer; last: boolean }> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(Buffer.from(piece));
    length += piece.length;
    if (length <= size) continue;
    let all = Buffer.concat(held);
    for (; all.length > size; all = all.subarray(size)) {
      yield { chunk: all.subarray(0, size), last: false };
    }
    held = [all];
    length = all.length;
  }
  yield { chunk: Buffer.concat(held), last: true };
}

/** Takes the first bytes off. */
async function* withHead(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  take: (head: Buffer) => void,
): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (head === null) {
      yield Buffer.from(piece);
      continue;
    }
    const together: Buffer = Buffer.concat([head, piece]);
    head = together;
    if (together.length < size) continue;
    take(together.subarray(0, size));
    head = null;
    yield together.subarray(size);
  }
}
