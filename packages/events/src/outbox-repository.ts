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

/** A stream on its way to one bus, in one epoch. */
export type Way = { readonly stream: Stream; readonly epoch: number; readonly bus: string };

/** How far a stream was handed to this bus in this epoch; null when that has not begun. */
export const readRelayed = async (sql: Sql, way: Way): Promise<number | null> =>
  (await sql('relayed').where(way).first('n'))?.n ?? null;

/** The number before the oldest entry that the outbox still holds; nobody lacks what is older. */
export const readOldest = async (
  sql: Sql,
  { stream, epoch }: Pick<Way, 'stream' | 'epoch'>,
): Promise<number> => {
  const row = await sql('outbox').where({ stream, epoch }).min({ n: 'n' }).first();
  if (row?.n) return Number(row.n) - 1;
  const lane = await readLane(sql);
  return lane.epoch === epoch ? lane[stream] : 0;
};

export const storeRelayed = async (
  sql: Sql,
  { stream, epoch, bus, n }: Way & { readonly n: number },
): Promise<void> => {
  await sql('relayed')
    .insert({ stream, epoch, bus, n })
    .onConflict('stream')
    .merge({ epoch, bus, n });
};

/** Moves on from where the caller thinks the stream is. False: somebody sent it back meanwhile. */
export const advanceRelayed = async (
  sql: Sql,
  { from, to, ...way }: Way & { readonly from: number; readonly to: number },
): Promise<boolean> => {
  const moved = await sql('relayed')
    .where({ ...way, n: from })
    .update({ n: to });
  return moved === 1;
};

/** Takes the relay's lock for this connection's transaction if nobody holds it. For liveness, not for correctness. */
export const tryLock = async (sql: Sql, name: string): Promise<boolean> => {
  const [rows] = await sql.raw('SELECT GET_LOCK(CONCAT(DATABASE(), ?), 0) AS held', [`.${name}`]);
  return Number(rows[0].held) === 1;
};

export const releaseLock = async (sql: Sql, name: string): Promise<void> => {
  await sql.raw('DO RELEASE_LOCK(CONCAT(DATABASE(), ?))', [`.${name}`]);
};
