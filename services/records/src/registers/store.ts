import type { Sql } from '@bulwark/db';
import type { Tx } from '@bulwark/events';
import { problem, type Sender } from '@bulwark/http';
import { changedFields, type RecordType, type StoredRecord, type Values } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import { newRecord, nextRevision, stepsOf, trailOf } from './change.ts';
import { demandActor, demandNamed } from './demands.ts';
import { insertStep } from './history-repository.ts';
import {
  findByReference,
  findRecord,
  insertRecord,
  nextReference,
  updateRecord,
} from './repository.ts';

export type Writing = {
  readonly sender: Sender;
  readonly now: Date;
  readonly newId: () => string;
  /** Every record type: those that a record may link to. */
  readonly types: readonly RecordType[];
};

/** Makes a record: row, first step of its history, and what the trail says of it. */
export const createRecord = async (
  tx: Tx,
  type: RecordType,
  { values, source, sender, now, newId, types }: Writing & { values: Values; source?: Values },
) => {
  const by = await demandActor(tx.sql, sender);
  await demandNamed(tx.sql, types, type, { before: {}, values });
  const reference = await nextReference(tx.sql, type, now.getUTCFullYear());
  const record = newRecord(type, values, { id: newId(), reference, by, now });
  await insertRecord(tx.sql, type, { record, ...(source ? { source } : {}) });
  await keepStep(tx.sql, type, { before: {}, after: record, action: 'create', reason: null });
  return { record, about: aboutOf(type, {}, record) };
};

export type Moving = Writing & {
  readonly id: string;
  readonly revision: number;
  /** `edit`, `deactivate`, `reactivate`, or the name of a transition. */
  readonly action: string;
  readonly values?: Values;
  readonly reason?: string;
  /** Looks at the record as it is, inside the transaction, and throws when this may not be done to it. */
  readonly check?: (record: StoredRecord, by: string) => Promise<void>;
};

/** Changes a record whose revision the sender has seen. @throws Problem `not_found`, `stale_revision`, `conflict` */
export const changeRecord = async (tx: Tx, type: RecordType, changing: Moving) => {
  const { id, revision, action, values = {}, reason = null, sender, now } = changing;
  const by = await demandActor(tx.sql, sender);
  const before = await findRecord(tx.sql, type, id);
  if (!before) throw notFound(type);
  if (before.rev !== revision) throw stale();
  const state = stateAfter(before, action);
  await changing.check?.(before, by);
  await demandNamed(tx.sql, changing.types, type, { before, values });
  const after = nextRevision(type, before, { values, state, by, now });
  if (!(await updateRecord(tx.sql, type, after))) throw stale();
  await keepStep(tx.sql, type, { before, after, action, reason });
  return { record: after, about: aboutOf(type, before, after, reason) };
};

/** Changes the record of a reference where it differs from what is wanted; null when there is none. */
export const changeByReference = async (
  tx: Tx,
  type: RecordType,
  { reference, values, ...writing }: Writing & { reference: string; values: Values },
) => {
  const before = await findByReference(tx.sql, type, reference);
  if (!before) return null;
  // What a file says of a known record's state is no step: the record stays where it is.
  const moved = type.workflow?.field;
  const said = Object.fromEntries(Object.entries(values).filter(([name]) => name !== moved));
  const after = nextRevision(type, before, {
    values: said,
    by: before.updatedBy,
    now: writing.now,
  });
  if (changedFields(type, before, after).length === 0) {
    return { record: before, about: {}, changed: false };
  }
  const changing = { ...writing, id: before.id, revision: before.rev, values: said };
  return { ...(await changeRecord(tx, type, { ...changing, action: 'edit' })), changed: true };
};

export const notFound = ({ title }: RecordType) =>
  problem('not_found', `There is no such ${title.toLowerCase()}.`);

const stale = () => problem('stale_revision', 'Load it again, then repeat your change.');

const stateAfter = ({ state }: StoredRecord, action: string): StoredRecord['state'] => {
  if (action === 'reactivate') {
    if (state === 'active') throw problem('conflict', 'It is active already.');
    return 'active';
  }
  if (state === 'deactivated') throw problem('conflict', 'It is deactivated: reactivate it first.');
  return action === 'deactivate' ? 'deactivated' : 'active';
};

type Step = {
  readonly before: Values;
  readonly after: StoredRecord;
  readonly action: string;
  readonly reason: string | null;
};

const keepStep = async (
  sql: Sql,
  type: RecordType,
  { before, after, action, reason }: Step,
): Promise<void> => {
  const changes = stepsOf(type, before, after);
  await insertStep(
    sql,
    { type: type.name, id: after.id },
    { rev: after.rev, time: after.updatedAt, actor: after.updatedBy, action, reason, changes },
  );
};

const aboutOf = (
  type: RecordType,
  before: Values,
  after: StoredRecord,
  reason: string | null = null,
) => {
  const changes = trailOf(type, after.id, before, after);
  const from = before.state ?? null;
  const moved =
    from === after.state
      ? []
      : [{ path: '/state', before: from as string | null, after: after.state }];
  const why = reason
    ? [{ path: '/reason', before: null, after: hidden(reason, `${type.name}:${after.id}`) }]
    : [];
  return {
    resource: { type: type.name, id: after.id, rev: after.rev },
    changes: [...moved, ...changes, ...why],
  };
};
