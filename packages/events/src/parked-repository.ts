import type { Sql } from '@bulwark/db';
import type { LaneEntry } from './run.ts';

export type Place = { readonly lane: string; readonly epoch: number; readonly n: number };

/** An event that failed for good, or that queues behind one; its content is not shown. */
export type Parked = Place & {
  readonly key: string;
  readonly reason: string;
  readonly created: string;
};

const SHOWN = ['lane', 'epoch', 'n', { key: 'event_key' }, 'reason', 'created'] as const;

/** In the order in which they would have been consumed. */
export const listParked = async (sql: Sql, most = 1000): Promise<Parked[]> =>
  sql('parked')
    .orderBy(['lane', 'epoch', 'n'])
    .limit(most)
    .select(...SHOWN);

/** Takes a parked event away for good, inside the transaction of its effect. Null: somebody else has. */
export const takeParked = async (sql: Sql, place: Place): Promise<LaneEntry | null> => {
  const { lane, epoch, n } = place;
  const row = await sql('parked').where({ lane, epoch, n }).forUpdate().first('payload', 'sealed');
  if (!row) return null;
  await sql('parked').where({ lane, epoch, n }).delete();
  return row;
};
