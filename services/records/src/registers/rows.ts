import { columnOf, isList, type RecordType, type StoredRecord, type Values } from '@bulwark/record';

/** A record's fields as its table stores them. */
export const rowOf = ({ fields }: RecordType, values: Values): { [column: string]: unknown } =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { kind }]) => [
      columnOf(name),
      isList(kind) ? JSON.stringify(values[name] ?? []) : (values[name] ?? null),
    ]),
  );

type Row = { readonly [column: string]: unknown };

/** A record as the product knows it. */
export const recordFrom = ({ fields }: RecordType, row: Row): StoredRecord => {
  const values = Object.entries(fields).map(([name, { kind }]) => {
    const stored = row[columnOf(name)];
    if (isList(kind)) return [name, listFrom(stored)];
    if (kind === 'boolean') return [name, stored === null ? null : Boolean(stored)];
    return [name, stored];
  });
  return {
    id: String(row.id),
    reference: String(row.reference),
    rev: Number(row.rev),
    state: row.state === 'active' ? 'active' : 'deactivated',
    createdAt: String(row.created_at),
    createdBy: String(row.created_by),
    updatedAt: String(row.updated_at),
    updatedBy: String(row.updated_by),
    ...Object.fromEntries(values),
  };
};

/** MariaDB gives a JSON column as text, MySQL as a value. */
const listFrom = (stored: unknown): unknown[] => {
  if (stored === null || stored === undefined) return [];
  return typeof stored === 'string' ? JSON.parse(stored) : (stored as unknown[]);
};
