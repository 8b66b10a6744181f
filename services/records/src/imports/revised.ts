import {
  changeSchema,
  importable,
  type RecordType,
  type StoredRecord,
  type z,
} from '@bulwark/record';
import type { GoodRow, Remark } from './verdict.ts';

/** What a file may say of a record that is there: any of its fields, and its state, which is looked at when it differs. */
export const revisedSchema = (type: RecordType): z.ZodType => {
  const { workflow } = type;
  const state = workflow ? type.fields[workflow.field] : null;
  if (!workflow || !state) return changeSchema(type);
  const input: z.ZodType = state.input;
  return changeSchema(type).extend({ [workflow.field]: input.nullable().optional() });
};

/** A state that only a guarded step leads to can not be brought by a file. */
export const movedByFile = (
  { workflow }: RecordType,
  record: StoredRecord,
  { row, values }: GoodRow,
): Remark[] => {
  if (!workflow) return [];
  const wanted = values[workflow.field];
  const now = (record as { readonly [name: string]: unknown })[workflow.field];
  const states = importable(workflow);
  if (wanted === undefined || wanted === null || wanted === now) return [];
  if (states.includes(String(wanted))) return [];
  const message = `A file may bring ${states.join(', ')}; any other state is reached here, step by step.`;
  return [{ row, column: workflow.field, message, value: String(wanted) }];
};
