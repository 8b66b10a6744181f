import {
  importSchema,
  type Reading,
  type RecordType,
  readCell,
  unescapeCell,
  type Values,
} from '@bulwark/record';
import type { Table } from './file.ts';
import { isOwnFormat, type Mapping } from './mapping.ts';

/** Something that the sender should know of one cell, or of a whole row when there is no column. */
export type Remark = {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
  readonly value: string;
};

/** A row that can be stored. `reference` names the record that it is, when our own export brought it. */
export type GoodRow = {
  readonly row: number;
  readonly reference: string | null;
  readonly values: Values;
  readonly source: { readonly [column: string]: string } | null;
};

export type Verdict = {
  readonly rows: number;
  readonly good: readonly GoodRow[];
  readonly errors: readonly Remark[];
  readonly notes: readonly Remark[];
  readonly notImported: readonly string[];
};

export type Lookups = Pick<Reading, 'findPerson' | 'findRecord'>;

type Rules = { readonly type: RecordType; readonly mapping: Mapping; readonly lookups: Lookups };

/** Judges every row and cell of a file under a mapping: nothing is stored here, and every fault is named at once. */
export const judge = (table: Table, rules: Rules): Verdict => {
  const { columns } = rules.mapping;
  const errors: Remark[] = [...unknownTargets(table, rules)];
  const notes: Remark[] = [];
  const good: GoodRow[] = [];
  const own = isOwnFormat(rules.type, table);
  for (const { line, cells } of table.rows) {
    const judged = judgeRow({ line, cells, own }, table, rules);
    notes.push(...judged.notes);
    if (judged.errors.length > 0) errors.push(...judged.errors);
    else good.push(judged.row);
  }
  const notImported = table.columns.filter((name) => {
    const rule = columns[name];
    return !rule || 'ignore' in rule;
  });
  return { rows: table.rows.length, good, errors, notes, notImported };
};

const unknownTargets = ({ columns }: Table, { type, mapping }: Rules): Remark[] =>
  columns.flatMap((column) => {
    const rule = mapping.columns[column];
    if (!rule || !('to' in rule) || rule.to in type.fields) return [];
    const message = `There is no field “${rule.to}”: choose another one.`;
    return [{ row: 1, column, message, value: rule.to }];
  });

type Line = { readonly line: number; readonly cells: readonly string[]; readonly own: boolean };
type Judged = { row: GoodRow; errors: Remark[]; notes: Remark[] };

const judgeRow = ({ line, cells, own }: Line, table: Table, rules: Rules): Judged => {
  const { type, mapping } = rules;
  const errors: Remark[] = [];
  const values: { [name: string]: unknown } = {};
  const stated: { [name: string]: { column: string; value: unknown; text: string } } = {};
  const source: { [column: string]: string } = {};
  const from: { [name: string]: string } = {};
  if (cells.length !== table.columns.length) {
    const message = `This row has ${cells.length} cells, the header has ${table.columns.length}.`;
    errors.push({ row: line, column: null, message, value: '' });
  }
  for (const [index, column] of table.columns.entries()) {
    const rule = mapping.columns[column];
    const text =
      own && table.delimiter !== 'json' ? unescapeCell(cells[index] ?? '') : (cells[index] ?? '');
    if (!rule || 'ignore' in rule) continue;
    if ('source' in rule) {
      source[column] = text;
      continue;
    }
    const read = readMapped(text, rule, rules);
    if ('fault' in read) {
      errors.push({ row: line, column, message: read.fault, value: text });
    } else if (type.fields[rule.to]?.kind === 'derived') {
      stated[rule.to] = { column, value: read.value, text };
    } else {
      values[rule.to] = read.value;
      from[rule.to] = column;
    }
  }
  errors.push(...(errors.length === 0 ? faultsOf(line, values, from, type) : []));
  const derived = type.derive(values);
  const notes = Object.entries(stated)
    .filter(([name, { value }]) => value !== null && value !== (derived[name] ?? null))
    .map(([name, { column, text }]) => ({
      row: line,
      column,
      message: `The file says “${text}”; by our method it is ${labelOf(type, name, derived[name])}.`,
      value: text,
    }));
  const at = table.columns.indexOf('reference');
  const reference = own && at >= 0 ? cells[at] || null : null;
  const kept = Object.values(source).some((text) => text !== '') ? source : null;
  return { row: { row: line, reference, values, source: kept }, errors, notes };
};

type To = Extract<Mapping['columns'][string], { to: string }>;

const readMapped = (
  text: string,
  { to, separator = ',', values }: To,
  { type, lookups }: Rules,
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
  values: Values,
  from: { readonly [name: string]: string },
  type: RecordType,
): Remark[] => {
  const parsed = importSchema(type).safeParse(values);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0] ?? '');
    const missing = type.fields[name] && !(name in from);
    return {
      row,
      column: from[name] ?? null,
      message: missing ? `${type.fields[name]?.label} is required: map a column to it.` : message,
      value: String(values[name] ?? ''),
    };
  });
};

const labelOf = ({ fields }: RecordType, name: string, value: unknown): string =>
  fields[name]?.options?.find((option) => option.value === value)?.label ?? 'not rated';
