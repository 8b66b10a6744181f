import { type Sql, sqlTime } from '@bulwark/db';
import type { LaneEntry, Stream } from './run.ts';

/** What one transaction leaves in each stream of its service's lane. */
export type Emitted = { readonly [stream in Stream]: readonly LaneEntry[] };

/**
 * Numbers and stores what a transaction emitted, in exactly two statements and last before COMMIT: the lane row's lock
 * is held only for the flush. The numbers are dense because a rolled-back transaction gives its numbers back.
 */
export const storeEmitted = async (sql: Sql, emitted: Emitted, now: Date): Promise<void> => {
  const { events, audit } = emitted;
  if (events.length + audit.length === 0) return;
  await sql('lane')
    .where({ id: 1 })
    .update({
      events: sql.raw('events + ?', [events.length]),
      audit: sql.raw('audit + ?', [audit.length]),
    });
  const rows = [...rowsOf(sql, 'events', events, now), ...rowsOf(sql, 'audit', audit, now)];
  await sql('outbox').insert(rows);
};

const rowsOf = (sql: Sql, stream: Stream, entries: readonly LaneEntry[], now: Date): object[] =>
  entries.map(({ payload, sealed }, index) => ({
    stream,
    epoch: sql.raw('(SELECT epoch FROM lane WHERE id = 1)'),
    n: sql.raw('(SELECT ?? - ? FROM lane WHERE id = 1)', [stream, entries.length - 1 - index]),
    payload,
    sealed,
    created: sqlTime(now),
  }));

export const readLane = async (
  sql: Sql,
): Promise<{ epoch: number; events: number; audit: number }> => {
  const row = await sql('lane').where({ id: 1 }).first('epoch', 'events', 'audit');
  if (!row) throw new Error('the lane row is missing: the schema was not provisioned');
  return row;
};

/** Entries of one stream after `n`, in order. */
export const readOutbox = async (
  sql: Sql,
  { stream, epoch, after, most }: { stream: Stream; epoch: number; after: number; most: number },
): Promise<(LaneEntry & { n: number })[]> =>
  sql('outbox')
    .where({ stream, epoch })
    .andWhere('n', '>', after)
    .orderBy('n')
    .limit(most)
    .select('n', 'payload', 'sealed');

/** How far a stream was handed to the transport in this epoch. */
export const readRelayed = async (sql: Sql, stream: Stream, epoch: number): Promise<number> => {
  const row = await sql('relayed').where({ stream, epoch }).first('n');
  return row?.n ?? 0;
};

export const storeRelayed = async (
  sql: Sql,
  { stream, epoch, n }: { stream: Stream; epoch: number; n: number },
): Promise<void> => {
  await sql('relayed').insert({ stream, epoch, n }).onConflict('stream').merge({ epoch, n });
};

/** Takes the relay's lock for this connection's transaction if nobody holds it. For liveness, not for correctness. */
export const tryLock = async (sql: Sql, name: string): Promise<boolean> => {
  const [rows] = await sql.raw('SELECT GET_LOCK(CONCAT(DATABASE(), ?), 0) AS held', [`.${name}`]);
  return Number(rows[0].held) === 1;
};

export const releaseLock = async (sql: Sql, name: string): Promise<void> => {
  await sql.raw('DO RELEASE_LOCK(CONCAT(DATABASE(), ?))', [`.${name}`]);
};
