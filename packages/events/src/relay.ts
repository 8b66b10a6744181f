import type { KeyObject } from 'node:crypto';
import type { Database, Sql } from '@bulwark/db';
import {
  advanceRelayed,
  readLane,
  readOldest,
  readOutbox,
  readRelayed,
  releaseLock,
  storeRelayed,
  tryLock,
  type Way,
} from './outbox-repository.ts';
import { laneOf, type Stream, signRun } from './run.ts';
import type { Transport } from './transport.ts';

const STREAMS: readonly Stream[] = ['events', 'audit'];
const MOST_ENTRIES = 200;
const MOST_BYTES = 700_000;

export type RelayOptions = {
  readonly service: string;
  readonly database: Database;
  readonly transport: Transport;
  readonly key: KeyObject;
  readonly kid: string;
};

/**
 * Hands what the outbox holds to the transport, run by run. Whoever gets the lock drains; who does not is refused and
 * comes again. Dying between publish and bookkeeping repeats a run, which consumers skip.
 */
export const createRelay = (options: RelayOptions) => {
  const drain = async (): Promise<void> => {
    await options.database.sql.transaction(async (sql) => {
      // Somebody else drains, and may have looked before our commit: come again, they may be dead as well.
      if (!(await tryLock(sql, 'relay'))) throw new Error('another process drains this outbox');
      try {
        const { epoch } = await readLane(sql);
        for (const stream of STREAMS) await drainStream(sql, { ...options, stream, epoch });
      } finally {
        await releaseLock(sql, 'relay');
      }
    });
  };

  /** Goes back so that the next drain publishes again what comes after `n`, as far as the outbox still has it. */
  const rewind = async (stream: Stream, epoch: number, n: number): Promise<void> => {
    const { sql } = options.database;
    const way = { stream, epoch, bus: options.transport.bus };
    const target = Math.max(n, await readOldest(sql, way));
    const relayed = await readRelayed(sql, way);
    if (relayed !== null && target < relayed) await storeRelayed(sql, { ...way, n: target });
  };

  return { drain: oneAtATime(drain), rewind };
};
export type Relay = ReturnType<typeof createRelay>;

const drainStream = async (
  sql: Sql,
  { service, transport, key, kid, stream, epoch }: RelayOptions & { stream: Stream; epoch: number },
): Promise<void> => {
  const way = { stream, epoch, bus: transport.bus };
  let after = await beginWay(sql, way);
  for (;;) {
    const rows = await readOutbox(sql, { stream, epoch, after, most: MOST_ENTRIES });
    const entries = upTo(rows, MOST_BYTES);
    if (entries.length === 0) return;
    const isOldest = after > 0 && (await readOldest(sql, way)) === after;
    const run = { lane: laneOf(service, stream), epoch, first: after + 1, entries, isOldest };
    if (entries[0]?.n !== after + 1) {
      after = await pastPruned(sql, way, after);
      continue;
    }
    await transport.publish(signRun(run, { key, kid }));
    const to = after + entries.length;
    const moved = await advanceRelayed(sql, { ...way, from: after, to });
    after = moved ? to : await beginWay(sql, way);
  }
};

/** A bus that is new to this stream gets all that the outbox holds: whoever has it already skips it. */
const beginWay = async (sql: Sql, way: Way): Promise<number> => {
  const relayed = await readRelayed(sql, way);
  if (relayed !== null) return relayed;
  const n = await readOldest(sql, way);
  await storeRelayed(sql, { ...way, n });
  return n;
};

/**
 * Sent back to before what the outbox still holds, a stream goes on where that begins. @throws Error when entries are
 * missing further on
 */
const pastPruned = async (sql: Sql, way: Way, after: number): Promise<number> => {
  const oldest = await readOldest(sql, way);
  if (oldest <= after) throw new Error(`the outbox of ${way.stream} has a hole after ${after}`);
  const moved = await advanceRelayed(sql, { ...way, from: after, to: oldest });
  return moved ? oldest : await beginWay(sql, way);
};

/** As many leading rows as fit, at least one. */
const upTo = <Row extends { payload: string; sealed: string | null }>(
  rows: readonly Row[],
  bytes: number,
): Row[] => {
  let size = 0;
  const end = rows.findIndex((row, index) => {
    size += row.payload.length + (row.sealed?.length ?? 0);
    return index > 0 && size > bytes;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
};

/** Never two at once; a call that comes while one runs makes it run once more. */
export const oneAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async (): Promise<void> => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = loop().finally(() => {
      running = null;
    });
    return running;
  };
};
