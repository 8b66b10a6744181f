import { problem } from '@bulwark/http';
import type { Naming, RecordType, StoredRecord } from '@bulwark/record';
import { LONGEST_CELL, type SheetCell } from '../types/sheet.ts';
import { type Column, valueIn } from './columns.ts';
import { cellsOf, type Pages } from './text.ts';

/** Rows of typed cells, the header first. */
export async function* sheetRows(
  columns: readonly Column[],
  pages: Pages,
  naming: Naming,
): AsyncGenerator<SheetCell[][]> {
  yield [columns.map(({ name }) => ({ kind: 'text', value: name }))];
  for await (const records of pages) {
    yield records.map((record) => {
      const texts = cellsOf(record, columns, naming);
      return columns.map((column, index) => cellOf(column, valueIn(record, column), texts[index]));
    });
  }
}

const cellOf = ({ field }: Column, value: unknown, text = ''): SheetCell => {
  if (text === '') return null;
  if (field?.kind === 'level') return { kind: 'number', value: Number(value) };
  if (field?.kind === 'boolean') return { kind: 'boolean', value: Boolean(value) };
  if (field?.kind === 'date') return { kind: 'date', value: text };
  return { kind: 'text', value: text };
};

/** Fields whose texts may be longer than a cell can hold. */
export const longFields = (columns: readonly Column[]): string[] =>
  columns.flatMap(({ name, field }) =>
    field?.kind === 'longText' || field?.kind === 'list' || field?.kind === 'links' ? [name] : [],
  );

const MOST_NAMED = 100;

/** Refuses what a workbook could only hold cut off. @throws Problem `invalid` that names records and fields */
export const demandShort = async (
  { title }: RecordType,
  columns: readonly Column[],
  { pages, naming }: { readonly pages: Pages; readonly naming: Naming },
): Promise<void> => {
  const faults = [];
  for await (const records of pages)
    for (const record of records) faults.push(...tooLong(record, columns, naming));
  if (faults.length === 0) return;
  throw problem(
    'invalid',
    `A cell of a workbook holds ${LONGEST_CELL.toLocaleString('en')} characters, and ${faults.length} ${faults.length === 1 ? 'text is' : 'texts are'} longer: export this ${title.toLowerCase()} register as CSV or JSON, or leave the columns out.`,
    { fields: faults.slice(0, MOST_NAMED) },
  );
};

const tooLong = (record: StoredRecord, columns: readonly Column[], naming: Naming) =>
  cellsOf(record, columns, naming).flatMap((text, index) => {
    if (text.length <= LONGEST_CELL) return [];
    const column = columns[index];
    return [
      {
        path: `/${record.reference}/${column?.name}`,
        message: `${record.reference}: “${column?.field?.label}” has ${text.length.toLocaleString('en')} characters.`,
      },
    ];
  });
