import type { Field, RecordType, StoredRecord } from '@bulwark/record';

/** A column of an export: a field, or one of the columns that every record has; `field` is null for these. */
export type Column = { readonly name: string; readonly field: Field | null };

const OWN = ['reference', 'state', 'createdAt', 'updatedAt'] as const;

/** Every column that may be asked for. */
export const columnNames = ({ fields }: RecordType): string[] => [...OWN, ...Object.keys(fields)];

/** The columns that are asked for, in that order; the reference and all fields where nothing is said. */
export const columnsOf = ({ fields }: RecordType, asked: readonly string[] | null): Column[] =>
  (asked ?? ['reference', ...Object.keys(fields)]).map((name) => ({
    name,
    field: fields[name] ?? null,
  }));

export const valueIn = (record: StoredRecord, { name }: Column): unknown =>
  (record as { readonly [name: string]: unknown })[name] ?? null;
