import { isList, type RecordType } from './record-type.ts';
import { importable } from './workflow.ts';
import { z } from './zod.ts';

type Shape = { [name: string]: z.ZodType };

/** Fields that somebody may send: neither worked out nor moved by transitions. */
const writable = ({ fields, workflow }: RecordType) =>
  Object.entries(fields).filter(
    ([name, { kind }]) => kind !== 'derived' && name !== workflow?.field,
  );

/** What may be sent to make a record: required fields must be there, unknown ones are refused. */
export const createSchema = (type: RecordType) => {
  const shape: Shape = {};
  for (const [name, { input, required, kind }] of writable(type)) {
    if (isList(kind)) shape[name] = input.default([]);
    else shape[name] = required ? input : input.nullable().default(null);
  }
  return z.strictObject(shape);
};

/** What a file may bring for a record: its state too, where no guarded step leads to it. */
export const importSchema = (type: RecordType) => {
  const { workflow } = type;
  if (!workflow) return createSchema(type);
  const states = importable(workflow) as [string, ...string[]];
  const state = z.enum(states, {
    error: `A file may bring ${states.join(', ')}; any other state is reached here, step by step.`,
  });
  return createSchema(type).extend({ [workflow.field]: state.nullable().default(null) });
};

/** What may be sent to change one: any of the fields; null empties those that are not required. */
export const changeSchema = (type: RecordType) => {
  const shape: Shape = {};
  for (const [name, { input, required, kind }] of writable(type)) {
    shape[name] = (required || isList(kind) ? input : input.nullable()).optional();
  }
  return z.strictObject(shape);
};

/** A record as it is answered. */
export const recordSchema = (type: RecordType) => {
  const shape: Shape = {};
  for (const [name, { input, kind }] of Object.entries(type.fields)) {
    shape[name] = isList(kind) ? input : input.nullable();
  }
  return z.strictObject({
    id: z.uuid(),
    reference: z.string(),
    rev: z.int(),
    state: z.enum(['active', 'deactivated']),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    /** What the system it came from said of it, as it stood in the file. */
    source: z.record(z.string(), z.json()).optional(),
    ...shape,
  });
};
