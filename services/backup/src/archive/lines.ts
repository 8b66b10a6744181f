import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { RawRow } from '@bulwark/db/rows';

const PIECE = 64 * 1024;

/** Counts rows and hashes their lines while they pass. */
export type Tally = { readonly rows: () => number; readonly sha256: () => string };

/**
 * Rows as JSON lines in pieces of about 64 KiB. Texts, nulls and `{ b64 }` have one form in JSON, so the bytes are
 * canonical without more ado.
 */
export const linesOf = (rows: AsyncIterable<RawRow>): { lines: AsyncIterable<Buffer> } & Tally => {
  const hash = createHash('sha256');
  let count = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    let held = '';
    for await (const row of rows) {
      held += `${JSON.stringify(row)}\n`;
      count += 1;
      if (held.length < PIECE) continue;
      const piece = Buffer.from(held);
      held = '';
      hash.update(piece);
      yield piece;
    }
    const rest = Buffer.from(held);
    hash.update(rest);
    if (rest.length > 0) yield rest;
  }
  return { lines: lines(), rows: () => count, sha256: () => hash.digest('hex') };
};

/** The same tally of lines that are read back. */
export const tallyLines = async (
  lines: AsyncIterable<Buffer>,
): Promise<{ rows: number; sha256: string }> => {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const piece of lines) {
    hash.update(piece);
    for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) rows += 1;
  }
  return { rows, sha256: hash.digest('hex') };
};

export async function* rowsOf(lines: AsyncIterable<Buffer>): AsyncGenerator<RawRow> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of lines) {
    const text: Buffer = Buffer.concat([rest, piece]);
    let from = 0;
    for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, from)) {
      yield JSON.parse(text.toString('utf8', from, at)) as RawRow;
      from = at + 1;
    }
    rest = text.subarray(from);
  }
  if (rest.length > 0) throw new Error('the rows end inside a line');
}

/** zstd at its fastest: smaller and quicker than any gzip. */
export const compress = (content: AsyncIterable<Buffer>): AsyncIterable<Buffer> =>
  pipeline(
    Readable.from(content),
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
    () => undefined,
  );

export const decompress = (content: AsyncIterable<Buffer>): AsyncIterable<Buffer> =>
  pipeline(Readable.from(content), createZstdDecompress(), () => undefined);
