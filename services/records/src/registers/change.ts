import { createHash } from 'node:crypto';
import {
  changedFields,
  emptyValues,
  type FieldChange,
  type RecordType,
  type StoredRecord,
  type Values,
} from '@bulwark/record';
import { type Change, hidden } from '@bulwark/trail';

export type Act = { readonly by: string; readonly now: Date };

/** A new record from what was sent for it; derived fields are worked out. */
export const newRecord = (
  type: RecordType,
  values: Values,
  { id, reference, by, now }: Act & { id: string; reference: string },
): StoredRecord => {
  const time = now.toISOString();
  const { workflow } = type;
  const begun = workflow ? { [workflow.field]: values[workflow.field] ?? workflow.initial } : {};
  const all = { ...emptyValues(type), ...values, ...begun };
  return {
    id,
    reference,
    rev: 1,
    state: 'active',
    createdAt: time,
    createdBy: by,
    updatedAt: time,
    updatedBy: by,
    ...all,
    ...type.derive(all),
  };
};

/** The next revision of a record after a change of some fields or of its state. */
export const nextRevision = (
  type: RecordType,
  before: StoredRecord,
  {
    values = {},
    state = before.state,
    by,
    now,
  }: Act & { values?: Values; state?: StoredRecord['state'] },
): StoredRecord => {
  const sent = Object.fromEntries(
    Object.entries(values).filter(
      // A file that says nothing of a record's state leaves it where it is.
      ([name, value]) => value !== undefined && !(value === null && name === type.workflow?.field),
    ),
  );
  const all = { ...before, ...sent };
  return {
    ...all,
    ...type.derive(all),
    state,
    rev: before.rev + 1,
    updatedAt: now.toISOString(),
    updatedBy: by,
  };
};

/** What differs, as history keeps it. */
export const stepsOf = (type: RecordType, before: Values, after: Values) =>
  changedFields(type, before, after).map(({ path, before: from, after: to }) => ({
    path,
    before: from,
    after: to,
  }));

/**
 * What differs, as the trail keeps it: free text only as commitments, under the record's own key. A long text is named
 * by its SHA-256 and size; the text itself stands in the record's history, at the revision that the entry names.
 */
export const trailOf = (type: RecordType, id: string, before: Values, after: Values): Change[] =>
  changedFields(type, before, after).map(({ path, field, before: from, after: to }) => ({
    path,
    before: shown(field, from, `${type.name}:${id}`),
    after: shown(field, to, `${type.name}:${id}`),
  }));

/** Bytes of a value that travel with an entry: a run of entries must fit a message of the bus. */
const MOST_BYTES = 8000;

const shown = (
  { clear }: FieldChange['field'],
  value: unknown,
  subject: string,
): Change['after'] => {
  if (value === null || value === undefined) return null;
  if (clear) return value as Change['after'];
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MOST_BYTES) return hidden(value as never, subject);
  return hidden({ sha256: createHash('sha256').update(text).digest('hex'), bytes }, subject);
};
