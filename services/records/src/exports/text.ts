import { escapeCell, type Naming, type StoredRecord, writeCell } from '@bulwark/record';
import { stringify } from 'csv-stringify/sync';
import { type Column, valueIn } from './columns.ts';

export type Pages = AsyncIterable<readonly StoredRecord[]>;

/** A record's cells as text, before any escape. */
export const cellsOf = (
  record: StoredRecord,
  columns: readonly Column[],
  naming: Naming,
): string[] =>
  columns.map((column) => {
    const value = valueIn(record, column);
    return column.field ? writeCell(column.field, value, naming) : String(value ?? '');
  });

/** Quoted is also what readers would otherwise trim or take for the end of a line. */
export const linesOf = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((cells) => cells.map(escapeCell)),
    { record_delimiter: 'windows', quoted_match: /^\s|\s$|[\r\n\u2028\u2029]/ },
  );

/** The header line. */
export const headOf = (columns: readonly Column[]): string =>
  linesOf([columns.map(({ name }) => name)]);

/** CSV (RFC 4180) with our escape before what a spreadsheet would take for a formula. */
export async function* csvOf(
  columns: readonly Column[],
  pages: Pages,
  naming: Naming,
): AsyncGenerator<string> {
  yield headOf(columns);
  for await (const records of pages)
    if (records.length > 0)
      yield linesOf(records.map((record) => cellsOf(record, columns, naming)));
}

/** A JSON list, a record a line. */
export async function* jsonOf(
  columns: readonly Column[],
  pages: Pages,
  naming: Naming,
): AsyncGenerator<string> {
  let before = '[\n';
  for await (const records of pages) {
    for (const record of records) {
      yield `${before}${JSON.stringify(itemOf(record, columns, naming))}`;
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Ids are written as addresses and references here too, so that a file means the same to every reader. */
const itemOf = (record: StoredRecord, columns: readonly Column[], naming: Naming) =>
  Object.fromEntries(
    columns.map((column) => {
      const value = valueIn(record, column);
      const { name, field } = column;
      if (field?.kind === 'person') return [name, value ? naming.personName(String(value)) : null];
      if (field?.kind === 'links') return [name, (value as string[]).map(naming.linkName)];
      return [name, value];
    }),
  );
