import { problem } from '@bulwark/http';
import { openArchive } from './archive.ts';
import { unescapeCharacters } from './characters.ts';
import { dateOf } from './dates.ts';
import { readWorkbook, type Workbook } from './workbook.ts';
import { type Attributes, readXml } from './xml.ts';

export type SheetRow = { readonly line: number; readonly cells: readonly string[] };

const MOST_ROWS = 100_001;
const MOST_COLUMNS = 500;

/**
 * Reads one sheet of an XLSX workbook (ECMA-376), the first where `wanted` is null: rows that are not empty, as texts.
 * A date is `YYYY-MM-DD`, a boolean `yes` or `no`, a formula what it last came to.
 * @throws Problem `invalid`, `too_large`
 */
export const readSheet = async (
  bytes: Buffer,
  wanted: string | null,
): Promise<{ sheets: string[]; rows: SheetRow[] }> => {
  const archive = await openArchive(bytes);
  const workbook = await readWorkbook(archive);
  const sheets = workbook.sheets.map(({ name }) => name);
  const sheet = workbook.sheets.find(({ name }) => wanted === null || name === wanted);
  if (!sheet) {
    const message = wanted === null ? 'It has no sheet.' : `It has no sheet “${wanted}”.`;
    throw problem('invalid', message, { fields: [{ path: '/sheet', message }] });
  }
  const rows: SheetRow[] = [];
  await readXml(archive.read(sheet.part), collector(workbook, rows));
  return { sheets, rows };
};

/** Puts a sheet's cells together as its elements come. */
const collector = (workbook: Workbook, rows: SheetRow[]) => {
  let line = 0;
  let cells: string[] = [];
  let cell: Attributes = {};
  let column = -1;
  let text = '';
  let inValue = false;
  let inReading = false;
  const openRow = ({ r }: Attributes): void => {
    line = r ? Number(r) : line + 1;
    cells = [];
    column = -1;
  };
  const closeRow = (): void => {
    if (cells.some((one) => one !== ''))
      rows.push({ line, cells: [...cells].map((one) => one ?? '') });
    if (rows.length > MOST_ROWS)
      throw problem('too_large', `A sheet may have ${MOST_ROWS - 1} rows: cut it in pieces.`);
  };
  const openCell = (attributes: Attributes): void => {
    cell = attributes;
    column = attributes.r ? columnOf(attributes.r) : column + 1;
    text = '';
  };
  const closeCell = (): void => {
    const value = cellText(text, cell, workbook);
    if (value === '') return;
    if (column >= MOST_COLUMNS)
      throw problem('too_large', `A sheet may have ${MOST_COLUMNS} columns: leave some out.`);
    cells[column] = value;
  };
  return {
    open: (name: string, attributes: Attributes) => {
      if (name === 'row') openRow(attributes);
      if (name === 'c') openCell(attributes);
      if (name === 'v' || name === 't') inValue = true;
      if (name === 'rPh') inReading = true;
    },
    text: (piece: string) => {
      if (inValue && !inReading) text += piece;
    },
    close: (name: string) => {
      if (name === 'c') closeCell();
      if (name === 'row') closeRow();
      if (name === 'v' || name === 't') inValue = false;
      if (name === 'rPh') inReading = false;
    },
  };
};

/** `AB12` → 27, counted from 0. */
const columnOf = (reference: string): number =>
  [...reference.replace(/[^A-Z]/gi, '').toUpperCase()].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  ) - 1;

const cellText = (text: string, { t = 'n', s = '0' }: Attributes, workbook: Workbook): string => {
  if (t === 's') return text === '' ? '' : (workbook.texts[Number(text)] ?? '');
  if (t === 'inlineStr' || t === 'str') return unescapeCharacters(text);
  if (t === 'b') return text === '' ? '' : text === '1' ? 'yes' : 'no';
  if (t !== 'n' || text === '') return text;
  const date = workbook.isDate(Number(s)) ? dateOf(Number(text), workbook.isFrom1904) : null;
  return date ?? numberText(text);
};

/** 0.30000000000000004 stands in a file for 0.3: sheets show fifteen digits. */
const numberText = (text: string): string => {
  const number = Number(text);
  return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : text;
};
