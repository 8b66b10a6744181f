import type { Sql } from '@bulwark/db';
import type { Consumer } from './consumer.ts';
import { type OpenOptions, openEvent, readEnvelope } from './envelope.ts';
import { listParked, type Parked, takeParked } from './parked-repository.ts';
import { reasonOf } from './reason.ts';
import { type LaneEntry, laneOf } from './run.ts';
import type { InTransaction, Tx } from './unit.ts';

export type RetryOptions = OpenOptions & {
  readonly sql: Sql;
  readonly inTransaction: InTransaction;
  /** Leaves the entry of one event that was made up for, in its transaction. */
  readonly record: (tx: Tx, parked: Parked & { readonly id: string }) => void;
};

export type Retried = { readonly done: readonly Parked[]; readonly left: readonly Parked[] };

/**
 * Tries every parked event again, in order; each is made up for in a transaction of its own. One that fails again stays,
 * and so does what queues behind it. `left` names the present reasons.
 */
export const retryParked = async (
  consumers: readonly Consumer[],
  options: RetryOptions,
): Promise<Retried> => {
  const done: Parked[] = [];
  const left: Parked[] = [];
  for (const parked of await listParked(options.sql)) {
    const behind = left.some(({ lane, key }) => lane === parked.lane && key === parked.key);
    const reason = behind ? parked.reason : await makeUpFor(parked, consumers, options);
    if (reason === null) done.push(parked);
    else left.push({ ...parked, reason });
  }
  return { done, left };
};

/** Null when it is done, else why not. */
const makeUpFor = async (
  parked: Parked,
  consumers: readonly Consumer[],
  options: RetryOptions,
): Promise<string | null> => {
  try {
    await options.inTransaction(async (tx) => {
      const entry = await takeParked(tx.sql, parked);
      if (!entry) return;
      const id = await apply(tx, entry, { parked, consumers, options });
      options.record(tx, { ...parked, id });
    });
    return null;
  } catch (error) {
    return reasonOf(error);
  }
};

type Applying = { parked: Parked; consumers: readonly Consumer[]; options: RetryOptions };

/** Does what the handlers would have done, and answers the event's id. */
const apply = async (
  tx: Tx,
  entry: LaneEntry,
  { parked, consumers, options }: Applying,
): Promise<string> => {
  const envelope = readEnvelope(entry);
  const handlers = consumers.filter(
    ({ from, type }) =>
      laneOf(from, 'events') === parked.lane &&
      type.name === envelope.name &&
      type.version === envelope.version,
  );
  if (handlers.length === 0) throw new Error(`nothing here handles ${envelope.name}`);
  for (const { type, handle } of handlers)
    await handle(tx, openEvent(envelope, entry, type, options));
  return envelope.id;
};
