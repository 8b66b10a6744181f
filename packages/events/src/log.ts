import type { Database } from '@bulwark/db';
import { appendRun, deleteRuns, readRuns } from './log-repository.ts';
import { oneAtATime } from './relay.ts';
import type { SignedRun } from './run.ts';
import type { Position, Subscription, Transport } from './transport.ts';

const MOST_RUNS = 20;

export type LogTransportOptions = {
  readonly database: Database;
  readonly now: () => Date;
  readonly failed: (error: unknown, facts: { lane: string; reader: string }) => void;
  /** Calls `work` after `ms` unless cancelled: how a failed delivery is tried again. */
  readonly later: (work: () => void, ms: number) => () => void;
};

/**
 * The embedded event log of a compact cell: runs are rows of the cell's own bus schema, readers of the same process
 * are woken in memory. An idle cell asks nothing of the database.
 */
export const createLogTransport = ({
  database,
  now,
  failed,
  later,
}: LogTransportOptions): Transport => {
  const readers = new Map<Subscription, () => Promise<void>>();
  const wake = (lane: string): void => {
    for (const [{ lane: mine }, pump] of readers) if (mine === lane) void pump();
  };
  return {
    bus: 'log',
    publish: async (run) => {
      await appendRun(database.sql, run, now());
      wake(run.lane);
    },
    prune: (what) => deleteRuns(database.sql, what),
    subscribe: async (subscription) => {
      let cancel = (): void => {};
      const pump = oneAtATime(async () => {
        try {
          await deliverAll(database, subscription, () => readers.has(subscription));
        } catch (error) {
          failed(error, subscription);
          cancel = later(() => void pump(), 1000);
        }
      });
      readers.set(subscription, pump);
      void pump();
      return {
        stop: async () => {
          readers.delete(subscription);
          cancel();
          await pump();
        },
      };
    },
    close: async () => readers.clear(),
  };
};

const deliverAll = async (
  database: Database,
  subscription: Subscription,
  isWanted: () => boolean,
): Promise<void> => {
  let position = await subscription.position();
  while (isWanted()) {
    const runs = await readRuns(database.sql, {
      ...position,
      lane: subscription.lane,
      most: MOST_RUNS,
    });
    if (runs.length === 0) return;
    for (const run of runs) await subscription.deliver(run);
    const next = await subscription.position();
    position = isPast(next, position) ? next : pastRuns(runs, position);
  }
};

const isPast = (a: Position, b: Position): boolean =>
  a.epoch > b.epoch || (a.epoch === b.epoch && a.n > b.n);

/** A reader that refused these runs is not offered them again in this round. */
const pastRuns = (runs: readonly SignedRun[], { epoch }: Position): Position => ({
  epoch,
  n: Math.max(...runs.map((run) => run.last)),
});
