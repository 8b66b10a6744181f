import type { FieldDescription, Option } from '../api/types.ts';
import type { ColumnMapping, FieldMapping, Mapping } from './types.ts';

export const ignored = '#ignore';
export const keptAsSource = '#source';
/** The choice that a word means nothing: the field stays empty. */
export const leftEmpty = '#empty';

export const isField = (column: ColumnMapping | undefined): column is FieldMapping =>
  column !== undefined && 'to' in column;

/** What the column's own select shows. */
export const targetOf = (column: ColumnMapping | undefined): string => {
  if (isField(column)) return column.to;
  return column && 'source' in column ? keptAsSource : ignored;
};

const isList = (field: FieldDescription): boolean =>
  field.kind === 'list' || field.kind === 'links';

const worded: readonly string[] = ['level', 'choice', 'derived', 'person'];

/** Only words with a fixed meaning need a table: levels, choices, people. */
export const needsValues = (field: FieldDescription | undefined): boolean =>
  field !== undefined && worded.includes(field.kind);

const plain = (word: string): string => word.trim().toLowerCase();

/** The option a word of the file most plainly means: its value, its label, or "4 · Major". */
const meant = (word: string, options: readonly Option[]): Option | undefined =>
  options.find(({ value, label }) => {
    const [, name = label] = label.split(' · ');
    return [value, label, name].some((known) => plain(known) === plain(word));
  });

const asValue = (field: FieldDescription, value: string): string | number | null => {
  if (value === leftEmpty) return null;
  return field.kind === 'level' ? Number(value) : value;
};

/** What the select beside a word shows: what was said of it, else what the service will read by itself. */
export const shownMeaning = (
  { values }: FieldMapping,
  word: string,
  options: readonly Option[],
): string => {
  if (!values || !Object.hasOwn(values, word)) return meant(word, options)?.value ?? '';
  return String(values[word] ?? leftEmpty);
};

export const guessValues = (
  field: FieldDescription,
  words: readonly string[],
  options: readonly Option[],
): Readonly<Record<string, string | number | null>> =>
  Object.fromEntries(
    words.flatMap((word) => {
      const option = meant(word, options);
      return option ? [[word, asValue(field, option.value)]] : [];
    }),
  );

const withColumn = (mapping: Mapping, name: string, column: ColumnMapping): Mapping => ({
  ...mapping,
  columns: { ...mapping.columns, [name]: column },
});

type Aim = {
  readonly column: string;
  readonly target: string;
  readonly field: FieldDescription | undefined;
  readonly words: readonly string[];
  readonly options: readonly Option[];
};

/** Sends a column somewhere else, with a first guess of what its words mean. */
export const aimColumn = (mapping: Mapping, aim: Aim): Mapping => {
  const { column, target, field, words, options } = aim;
  if (target === ignored) return withColumn(mapping, column, { ignore: true });
  if (target === keptAsSource || !field) return withColumn(mapping, column, { source: true });
  if (isList(field)) return withColumn(mapping, column, { to: field.name, separator: ',' });
  if (needsValues(field))
    return withColumn(mapping, column, {
      to: field.name,
      values: guessValues(field, words, options),
    });
  return withColumn(mapping, column, { to: field.name });
};

export const cutBy = (mapping: Mapping, column: string, separator: string): Mapping => {
  const now = mapping.columns[column];
  return isField(now) ? withColumn(mapping, column, { ...now, separator }) : mapping;
};

/** Says what a word of the file means; the empty value takes the meaning away. */
export const meanBy = (
  mapping: Mapping,
  column: string,
  { word, value, field }: { word: string; value: string; field: FieldDescription },
): Mapping => {
  const now = mapping.columns[column];
  if (!isField(now)) return mapping;
  const { [word]: _gone, ...rest } = now.values ?? {};
  const values = value === '' ? rest : { ...rest, [word]: asValue(field, value) };
  return withColumn(mapping, column, { ...now, values });
};

/** Required fields that no column fills. */
export const missing = (
  fields: readonly FieldDescription[],
  { columns }: Mapping,
): readonly FieldDescription[] => {
  const filled = new Set(Object.values(columns).flatMap((c) => (isField(c) ? [c.to] : [])));
  return fields.filter((f) => f.required && f.kind !== 'derived' && !filled.has(f.name));
};

/** Fields that more than one column aims at. */
export const doubled = ({ columns }: Mapping): readonly string[] => {
  const aimed = Object.values(columns).flatMap((c) => (isField(c) ? [c.to] : []));
  return [...new Set(aimed.filter((to, i) => aimed.indexOf(to) !== i))];
};

/** A saved mapping, as far as this file has its columns. */
export const fitTo = (saved: Mapping, suggested: Mapping, columns: readonly string[]): Mapping => ({
  delimiter: suggested.delimiter,
  columns: Object.fromEntries(
    columns.map((name) => [
      name,
      saved.columns[name] ?? suggested.columns[name] ?? { source: true as const },
    ]),
  ),
});
