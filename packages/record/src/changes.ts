import type { Field } from './field.ts';
import { isList, type RecordType, type Values } from './record-type.ts';

export type FieldChange = {
  readonly path: string;
  readonly field: Field;
  readonly before: unknown;
  readonly after: unknown;
};

/** The fields in which two versions of a record differ, in the order of the type. */
export const changedFields = (
  { fields }: RecordType,
  before: Values,
  after: Values,
): FieldChange[] =>
  Object.entries(fields)
    .map(([name, field]) => ({
      path: `/${name}`,
      field,
      before: valueIn(before, name, field),
      after: valueIn(after, name, field),
    }))
    .filter(({ before: from, after: to }) => JSON.stringify(from) !== JSON.stringify(to));

/** A list that nobody has filled is empty: making a record does not count as emptying it. */
const valueIn = (values: Values, name: string, { kind }: Field): unknown =>
  values[name] ?? (isList(kind) ? [] : null);
