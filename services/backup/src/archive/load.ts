import { quoted, type RawConnection, type RawRow } from '@bulwark/db/rows';
import type { Objects } from '@bulwark/objects';
import { decompress, linesOf, rowsOf } from './lines.ts';
import type { SchemaCopy, TableCopy } from './manifest.ts';
import { openTable } from './take.ts';

const MOST_ROWS = 500;
const MOST_CHARACTERS = 1_000_000;

export type Loading = {
  readonly raw: RawConnection;
  readonly database: string;
  readonly objects: Objects;
  readonly key: Buffer;
};

/**
 * Puts a schema back: its tables are dropped, made as they were, filled and compared with the backup, row by row.
 * Cut off, it is begun again. @throws Error naming the table that is not what was backed up
 */
export const loadSchema = async (copy: SchemaCopy, loading: Loading): Promise<void> => {
  const { raw, database } = loading;
  await raw.run(`USE ${quoted(database)}`);
  for (const { name } of await raw.tables(database)) await raw.run(`DROP TABLE ${quoted(name)}`);
  for (const table of copy.tables) {
    await raw.run(table.ddl);
    await fill(table, loading);
    await compare(table, loading);
  }
};

const fill = async (table: TableCopy, { raw, objects, key }: Loading): Promise<void> => {
  const into = `INSERT INTO ${quoted(table.name)} (${table.columns.map(quoted).join(', ')}) VALUES ?`;
  await raw.run('START TRANSACTION');
  const lines = decompress(openTable(table, { objects, key }));
  for await (const batch of batchesOf(rowsOf(lines))) await raw.run(into, [batch]);
  await raw.run('COMMIT');
};

const compare = async (table: TableCopy, { raw, database }: Loading): Promise<void> => {
  const { lines, rows, sha256 } = linesOf(raw.rows(database, table));
  for await (const _piece of lines);
  if (rows() === table.rows && sha256() === table.sha256) return;
  throw new Error(`the table ${table.name} of ${database} is not what was backed up`);
};

type Value = string | null | Buffer;

async function* batchesOf(rows: AsyncIterable<RawRow>): AsyncGenerator<Value[][]> {
  let batch: Value[][] = [];
  let size = 0;
  for await (const row of rows) {
    batch.push(row.map((cell) => (cell && typeof cell === 'object' ? bytesOf(cell) : cell)));
    size += row.reduce((sum, cell) => sum + lengthOf(cell), 0);
    if (batch.length < MOST_ROWS && size < MOST_CHARACTERS) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}

const bytesOf = ({ b64 }: { b64: string }): Buffer => Buffer.from(b64, 'base64');
const lengthOf = (cell: RawRow[number]): number =>
  cell === null ? 4 : typeof cell === 'string' ? cell.length : cell.b64.length;
