import { problem } from '@bulwark/http';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import type { Line, Table } from './table.ts';

/** A file as it is sent: `content` is its text, or the base64 of an XLSX workbook. */
export type SentFile = {
  readonly content: string;
  readonly format?: 'text' | 'xlsx' | undefined;
  /** The sheet of a workbook; the first one where nothing is said. */
  readonly sheet?: string | undefined;
  readonly delimiter?: string | undefined;
};

/** Reads one sheet of a workbook: its rows as text cells, the first one being the header. */
export type ReadSheet = (
  workbook: Buffer,
  sheet: string | null,
) => Promise<{ readonly sheets: readonly string[]; readonly rows: readonly Line[] }>;

/** Rows of one file. */
const MOST_ROWS = 100_000;
const MOST_COLUMNS = 500;

/** Reads CSV (RFC 4180; the delimiter is found by itself), our own JSON, or XLSX. @throws Problem `invalid`, `too_large` */
export const readTable = async (file: SentFile, readSheet: ReadSheet): Promise<Table> => {
  const table = await parse(file, readSheet);
  const { columns, rows } = table;
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw unreadable(`Two columns are called “${twice}”: rename one.`);
  if (columns.length > MOST_COLUMNS)
    throw problem('too_large', `A file may have ${MOST_COLUMNS} columns: leave some out.`);
  if (rows.length > MOST_ROWS)
    throw problem('too_large', `A file may have ${MOST_ROWS} rows: cut it in pieces.`);
  return table;
};

const parse = async (
  { content, format, sheet, delimiter }: SentFile,
  readSheet: ReadSheet,
): Promise<Table> => {
  if (format === 'xlsx') return tableOf(await readSheet(bytesOf(content), sheet ?? null));
  const text = content.replace(/^\uFEFF/, '');
  if (text.trim() === '') throw unreadable('The file is empty.');
  return /^\s*[[{]/.test(text) && !delimiter
    ? readJson(text, unreadable)
    : readCsv(text, delimiter, unreadable);
};

const tableOf = ({ sheets, rows }: Awaited<ReturnType<ReadSheet>>): Table => {
  const [head, ...body] = rows;
  if (!head) throw unreadable('The sheet is empty.');
  const columns = head.cells.map((name) => name.trim());
  while (columns.at(-1) === '') columns.pop();
  return {
    delimiter: 'xlsx',
    columns,
    sheets,
    rows: body.map(({ line, cells }) => ({ line, cells: fill(cells, columns.length) })),
  };
};

/** A sheet says nothing of the empty cells at a row's end. */
const fill = (cells: readonly string[], width: number): readonly string[] => {
  const wide = cells.findLastIndex((cell) => cell !== '') + 1;
  return wide > width
    ? cells.slice(0, wide)
    : Array.from({ length: width }, (_, index) => cells[index] ?? '');
};

const bytesOf = (content: string): Buffer => {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length > 0) return bytes;
  throw unreadable('Send the workbook as base64.');
};

export const unreadable = (message: string) =>
  problem('invalid', message, { fields: [{ path: '/content', message }] });
