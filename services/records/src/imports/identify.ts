import { type RecordType, unescapeCell } from '@bulwark/record';
import { isOwnFormat, type Mapping } from './mapping.ts';
import type { Line, Table } from './table.ts';

/** Which record a row is: one that is there already, or one that will be made under this id. */
export type Identity = {
  readonly id: string;
  /** As our own export wrote it; null in any other file. */
  readonly reference: string | null;
  readonly isKnown: boolean;
};

type Known = ReadonlyMap<string, { readonly id: string }>;

/** Whether a `'` stands before risky values in this file: our own CSV alone. */
export const isEscaped = (type: RecordType, table: Table): boolean =>
  isOwnFormat(type, table) && table.delimiter !== 'json' && table.delimiter !== 'xlsx';

/** The references that a file of our own format brings, in its order; null where a row has none. */
export const referencesIn = (type: RecordType, table: Table): (string | null)[] => {
  const at = isOwnFormat(type, table) ? table.columns.indexOf('reference') : -1;
  return table.rows.map(({ cells }) => cells[at]?.trim() || null);
};

export const identify = (
  references: readonly (string | null)[],
  { known, newId }: { readonly known: Known; readonly newId: () => string },
): Identity[] =>
  references.map((reference) => {
    const id = known.get(reference ?? '')?.id;
    return { id: id ?? newId(), reference, isKnown: id !== undefined };
  });

/** A row of the file: links may name it from further down, once it is stored. */
export type InFile = { readonly id: string; readonly at: number };

/** What the file itself calls its rows. */
export const namesInFile = (
  type: RecordType,
  table: Table,
  { mapping, identities }: { readonly mapping: Mapping; readonly identities: readonly Identity[] },
): Map<string, InFile> => {
  const names = new Map<string, InFile>();
  const titleAt = table.columns.findIndex((column) => isTitle(mapping.columns[column]));
  const plain = isEscaped(type, table) ? unescapeCell : (text: string) => text;
  const titleOf = ({ cells }: Line): string => plain(cells[titleAt] ?? '').toLowerCase();
  for (const [index, line] of table.rows.entries()) {
    const { id } = identities[index] ?? {};
    if (id && titleAt >= 0) names.set(titleOf(line), { id, at: index });
  }
  for (const [at, { id, reference }] of identities.entries())
    if (reference) names.set(reference.toLowerCase(), { id, at });
  return names;
};

const isTitle = (rule: Mapping['columns'][string] | undefined): boolean =>
  rule !== undefined && 'to' in rule && rule.to === 'title';
