import type { Sql } from '@bulwark/db';
import { readLane } from './outbox-repository.ts';
import type { Stream } from './run.ts';

export type LaneFigures = {
  readonly stream: Stream;
  readonly newest: number;
  /** Entries that were not handed to the bus yet, and when the oldest of them was made. */
  readonly waiting: number;
  readonly oldest: string | null;
  readonly rows: number;
};

export type Figures = {
  readonly streams: readonly LaneFigures[];
  readonly consumed: readonly { readonly lane: string; readonly n: number }[];
  readonly parked: readonly { readonly lane: string; readonly count: number }[];
};

/** How a service stands with its own lane and with those that it reads. */
export const readFigures = async (sql: Sql): Promise<Figures> => {
  const lane = await readLane(sql);
  const relayed = await sql('relayed').where({ epoch: lane.epoch }).select('stream', 'n');
  const streams: LaneFigures[] = [];
  for (const stream of ['events', 'audit'] as const) {
    const handed = Number(relayed.find((row) => row.stream === stream)?.n ?? 0);
    const own = { stream, epoch: lane.epoch };
    const first = await sql('outbox')
      .where({ ...own, n: handed + 1 })
      .first('created');
    const [row] = await sql('outbox').where(own).count({ rows: 'n' });
    const newest = Number(lane[stream]);
    const waiting = Math.max(0, newest - handed);
    streams.push({
      stream,
      newest,
      waiting,
      oldest: first?.created ?? null,
      rows: Number(row?.rows),
    });
  }
  const consumed = await sql('consumed').select('lane', 'n');
  const parked: { lane: string; count: number }[] = await sql('parked')
    .groupBy('lane')
    .select('lane', sql.raw('COUNT(*) AS count'));
  return {
    streams,
    consumed: consumed.map(({ lane: name, n }) => ({ lane: name, n: Number(n) })),
    parked: parked.map(({ lane: name, count }) => ({ lane: name, count: Number(count) })),
  };
};
