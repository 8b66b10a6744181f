import type { Field } from './field.ts';
import type { RecordType, Values } from './record-type.ts';

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
    .filter(
      ([name]) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
    )
    .map(([name, field]) => ({
      path: `/${name}`,
      field,
      before: before[name] ?? null,
      after: after[name] ?? null,
    }));
