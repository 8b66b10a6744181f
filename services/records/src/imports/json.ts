import type { Table } from './table.ts';

type Unreadable = (message: string) => Error;

/** Reads a JSON list of records. @throws what `unreadable` makes */
export const readJson = (text: string, unreadable: Unreadable): Table => {
  const items = itemsOf(text);
  if (!items) throw unreadable('This is neither CSV nor a JSON list of records.');
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const rows = items.map((item, index) => ({
    line: index + 1,
    cells: columns.map((column) => cellOf(item[column])),
  }));
  return { delimiter: 'json', columns, rows };
};

const itemsOf = (text: string): { [name: string]: unknown }[] | null => {
  try {
    const parsed: unknown = JSON.parse(text);
    const items = Array.isArray(parsed) ? parsed : (parsed as { items?: unknown } | null)?.items;
    if (!Array.isArray(items)) return null;
    return items.every((item) => typeof item === 'object' && item !== null) ? items : null;
  } catch {
    return null;
  }
};

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
};
