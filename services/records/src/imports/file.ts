import { problem } from '@bulwark/http';
import { parse } from 'csv-parse/sync';

/** A file as rows of text cells. `line` is where a row began, counted from 1. */
export type Table = {
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
};

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Reads CSV (RFC 4180; the delimiter is found by itself) or our own JSON. @throws Problem `invalid` */
export const readTable = (content: string, delimiter?: string): Table => {
  const text = content.replace(/^\uFEFF/, '');
  if (text.trim() === '') throw unreadable('The file is empty.');
  return /^\s*[[{]/.test(text) && !delimiter ? readJson(text) : readCsv(text, delimiter);
};

const readCsv = (text: string, wanted?: string): Table => {
  const delimiter = wanted ?? likeliest(text);
  let records: { info: { lines: number }; record: string[] }[];
  try {
    records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    throw unreadable(`This is not CSV: ${error instanceof Error ? error.message : error}`);
  }
  const [head, ...body] = records;
  if (!head) throw unreadable('The file has no header line.');
  const columns = head.record.map((name) => name.trim());
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw unreadable(`Two columns are called “${twice}”: rename one.`);
  return {
    delimiter,
    columns,
    rows: body.map(({ info, record }) => ({ line: info.lines, cells: record })),
  };
};

/** The delimiter that cuts the header line into most pieces. */
const likeliest = (text: string): string => {
  const head = text.split(/\r?\n/, 1)[0] ?? '';
  const pieces = (delimiter: string): number => head.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (pieces(one) > pieces(best) ? one : best), ',');
};

const readJson = (text: string): Table => {
  const items = itemsOf(text);
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const rows = items.map((item, index) => ({
    line: index + 1,
    cells: columns.map((column) => cellOf(item[column])),
  }));
  return { delimiter: 'json', columns, rows };
};

const itemsOf = (text: string): { [name: string]: unknown }[] => {
  try {
    const parsed: unknown = JSON.parse(text);
    const items = Array.isArray(parsed) ? parsed : (parsed as { items?: unknown }).items;
    if (Array.isArray(items) && items.every((item) => typeof item === 'object' && item !== null)) {
      return items;
    }
  } catch {}
  throw unreadable('This is neither CSV nor a JSON list of records.');
};

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
};

const unreadable = (message: string) =>
  problem('invalid', message, { fields: [{ path: '/content', message }] });
