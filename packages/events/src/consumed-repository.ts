import { type Sql, sqlTime } from '@bulwark/db';
import type { LaneEntry } from './run.ts';
import type { Position } from './transport.ts';

/** The last entry of a lane that this service has made its own; a lane never read stands at 0. */
export const readPosition = async (sql: Sql, lane: string, epoch: number): Promise<Position> => {
  const row = await sql('consumed').where({ lane }).first('epoch', 'n');
  if (row) return row;
  await sql('consumed').insert({ lane, epoch, n: 0 }).onConflict('lane').ignore();
  return { epoch, n: 0 };
};

/** Moves the position by one inside the effect's transaction. False: somebody else was faster, and nothing may be done. */
export const advance = async (
  sql: Sql,
  { lane, epoch, n }: { lane: string; epoch: number; n: number },
): Promise<boolean> => {
  const moved = await sql('consumed')
    .where({ lane, epoch, n: n - 1 })
    .update({ n });
  return moved === 1;
};

/** Lets a reader that has nothing of a lane yet begin where the lane does. False: it has something meanwhile. */
export const beginAt = async (
  sql: Sql,
  { lane, epoch, first }: { lane: string; epoch: number; first: number },
): Promise<boolean> => {
  const begun = await sql('consumed')
    .where({ lane, epoch, n: 0 })
    .update({ n: first - 1 });
  return begun === 1;
};

export const isParked = async (sql: Sql, lane: string, key: string): Promise<boolean> =>
  (await sql('parked').where({ lane, event_key: key }).first('n')) !== undefined;

export const park = async (
  sql: Sql,
  parked: LaneEntry & {
    lane: string;
    epoch: number;
    n: number;
    key: string;
    reason: string;
    now: Date;
  },
): Promise<void> => {
  const { lane, epoch, n, key, reason, payload, sealed, now } = parked;
  await sql('parked').insert({
    lane,
    epoch,
    n,
    event_key: key,
    reason: reason.slice(0, 4000),
    payload,
    sealed,
    created: sqlTime(now),
  });
};
