import { type RecordType, readCell, unescapeCell, type Values, type z } from '@bulwark/record';
import type { Identity } from './identify.ts';
import type { Mapping } from './mapping.ts';
import type { Line, Table } from './table.ts';
import type { GoodRow, Lookups, Remark, Rules } from './verdict.ts';

/** A file, and what its rows are judged by. */
export type Sheet = {
  readonly table: Table;
  readonly rules: Rules;
  /** By which a row must stand as a new record, and as a change of one that is there. */
  readonly schemas: { readonly create: z.ZodType; readonly change: z.ZodType };
  readonly escaped: boolean;
  readonly lookups: Lookups;
};

export type JudgedRow = {
  readonly row: GoodRow;
  readonly errors: Remark[];
  readonly notes: Remark[];
};

/** Characters of a cell that a remark repeats. */
const MOST_SHOWN = 200;

/** Judges one row: what it says of each field, what is wrong with it, and where the file and our method differ. */
export const judgeRow = (
  { line, cells }: Line,
  identity: Identity,
  { table, rules, schemas, escaped, lookups }: Sheet,
): JudgedRow => {
  const { type } = rules;
  const read = readCells({ line, cells }, { table, rules, escaped, lookups });
  const errors = [...wrongWidth(line, cells, table), ...read.errors];
  if (errors.length === 0)
    errors.push(
      ...faultsOf(line, read, { type, schema: identity.isKnown ? schemas.change : schemas.create }),
    );
  const derived = type.derive(read.values);
  const notes = Object.entries(read.stated)
    .filter(([name, { value }]) => value !== null && value !== (derived[name] ?? null))
    .map(([name, { column, text }]) => ({
      row: line,
      column,
      message: `The file says “${text}”; by our method it is ${labelOf(type, name, derived[name])}.`,
      value: text,
    }));
  const source = Object.values(read.source).some((text) => text !== '') ? read.source : null;
  return { row: { ...identity, row: line, values: read.values, source }, errors, notes };
};

const wrongWidth = (row: number, cells: readonly string[], { columns }: Table): Remark[] => {
  if (cells.length === columns.length) return [];
  const message = `This row has ${cells.length} cells, the header has ${columns.length}.`;
  return [{ row, column: null, message, value: '' }];
};

type Read = {
  readonly values: { [field: string]: unknown };
  /** What the file says of fields that are worked out here. */
  readonly stated: { [field: string]: { column: string; value: unknown; text: string } };
  readonly source: { [column: string]: string };
  /** The column that each field came from. */
  readonly from: { [field: string]: string };
  readonly errors: Remark[];
};

const readCells = (
  { line, cells }: Line,
  { table, rules, escaped, lookups }: Omit<Sheet, 'schemas'>,
): Read => {
  const read: Read = { values: {}, stated: {}, source: {}, from: {}, errors: [] };
  for (const [index, column] of table.columns.entries()) {
    const rule = rules.mapping.columns[column];
    const cell = cells[index] ?? '';
    const text = escaped ? unescapeCell(cell) : cell;
    if (!rule || 'ignore' in rule) continue;
    if ('source' in rule) read.source[column] = text;
    else readInto(read, { line, column, text }, rule, { type: rules.type, lookups });
  }
  return read;
};

type To = Extract<Mapping['columns'][string], { to: string }>;
type Cell = { readonly line: number; readonly column: string; readonly text: string };

type Reading = Pick<Rules, 'type'> & Pick<Sheet, 'lookups'>;

const readInto = (read: Read, { line, column, text }: Cell, rule: To, rules: Reading): void => {
  const cell = readMapped(text, rule, rules);
  if ('fault' in cell) {
    read.errors.push({ row: line, column, message: cell.fault, value: shown(text) });
  } else if (rules.type.fields[rule.to]?.kind === 'derived') {
    read.stated[rule.to] = { column, value: cell.value, text: shown(text) };
  } else {
    read.values[rule.to] = cell.value;
    read.from[rule.to] = column;
  }
};

const readMapped = (
  text: string,
  { to, separator = ',', values }: To,
  { type, lookups }: Reading,
) => {
  const field = type.fields[to];
  if (!field) return { fault: `There is no field “${to}”.` };
  const word = text.trim();
  const chosen = values && Object.hasOwn(values, word) ? values[word] : undefined;
  if (chosen !== undefined) return { value: chosen };
  return readCell(field, text, { ...lookups, separator });
};

const faultsOf = (
  row: number,
  { values, from }: Pick<Read, 'values' | 'from'>,
  { type, schema }: { type: RecordType; schema: z.ZodType },
): Remark[] => {
  const parsed = schema.safeParse(values);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0] ?? '');
    const missing = type.fields[name] && !(name in from);
    return {
      row,
      column: from[name] ?? null,
      message: missing ? `${type.fields[name]?.label} is required: map a column to it.` : message,
      value: shown(String(values[name] ?? '')),
    };
  });
};

const shown = (text: string): string => text.slice(0, MOST_SHOWN);

const labelOf = ({ fields }: RecordType, name: string, value: Values[string]): string =>
  fields[name]?.options?.find((option) => option.value === value)?.label ?? 'not rated';
