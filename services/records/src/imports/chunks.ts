import type { Sql } from '@bulwark/db';
import type { Sender } from '@bulwark/http';
import type { Vault } from '@bulwark/runtime';
import { findBatchSender, findChunk, insertChunk } from './batches-repository.ts';
import type { GoodRow } from './verdict.ts';

/** Rows that one transaction stores, and the bytes that they may take: all their entries are one statement. */
const MOST_ROWS = 500;
const MOST_BYTES = 2_000_000;

/** Cuts rows into what one transaction each takes, as JSON. */
export const cut = (rows: readonly GoodRow[]): string[] => {
  const chunks: string[][] = [];
  let bytes = MOST_BYTES;
  for (const row of rows) {
    const text = JSON.stringify(row);
    bytes += Buffer.byteLength(text);
    const last = chunks.at(-1);
    if (last && last.length < MOST_ROWS && bytes <= MOST_BYTES) {
      last.push(text);
    } else {
      chunks.push([text]);
      bytes = Buffer.byteLength(text);
    }
  }
  return chunks.map((texts) => `[${texts.join(',')}]`);
};

type Of = { readonly vault: Vault; readonly batch: string };

export const sealChunks = async (
  sql: Sql,
  chunks: readonly string[],
  { vault, batch }: Of,
): Promise<void> => {
  for (const [n, text] of chunks.entries()) {
    const content = await vault.seal(sql, `${batch}|${n}`, text);
    await insertChunk(sql, { batch, n, content });
  }
};

/** @throws Error when the chunk is gone or was sealed for another place */
export const openChunk = async (sql: Sql, n: number, { vault, batch }: Of): Promise<GoodRow[]> => {
  const content = await findChunk(sql, { batch, n });
  if (content === null) throw new Error(`chunk ${n} of the import ${batch} is missing`);
  return JSON.parse(await vault.open(sql, `${batch}|${n}`, content));
};

export const sealSender = (sql: Sql, sender: Sender, { vault, batch }: Of): Promise<string> =>
  vault.seal(sql, `${batch}|sender`, JSON.stringify(sender));

export const openSender = async (sql: Sql, { vault, batch }: Of): Promise<Sender> =>
  JSON.parse(await vault.open(sql, `${batch}|sender`, await findBatchSender(sql, batch)));
