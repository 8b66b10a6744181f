import type { Log, Schedule } from '../process.ts';

export type RefusalCount = {
  /** Start of the minute, ISO 8601. */
  readonly minute: string;
  /** A tenant's id, or `unknown`. */
  readonly tenant: string;
  readonly kind: string;
  readonly count: number;
};

type Needs = { readonly now: () => number; readonly log: Log; readonly schedule: Schedule };

const minuteMs = 60_000;

/** Counts what the gateway refused, by tenant, kind and minute; one log line a minute, and the last two minutes to ask for. */
export const createRefusals = ({ now, log, schedule }: Needs) => {
  let minutes: ReadonlyMap<number, Map<string, number>> = new Map();

  const current = (): Map<string, number> => {
    const minute = Math.floor(now() / minuteMs);
    const counts = minutes.get(minute);
    if (counts) return counts;
    const fresh = new Map<string, number>();
    const kept = [...minutes].filter(([earlier]) => earlier === minute - 1);
    minutes = new Map([...kept, [minute, fresh]]);
    return fresh;
  };

  const listOf = (minute: number): RefusalCount[] =>
    [...(minutes.get(minute) ?? [])].map(([key, count]) => {
      const [tenant = '', kind = ''] = key.split(' ');
      return { minute: new Date(minute * minuteMs).toISOString(), tenant, kind, count };
    });

  const tell = (): void => {
    current();
    const counts = listOf(Math.floor(now() / minuteMs) - 1);
    if (counts.length > 0) log.info('refusals', { counts });
  };

  return {
    count: (tenant: string | null, kind: string): void => {
      const counts = current();
      const key = `${tenant ?? 'unknown'} ${kind}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    /** The counts of this minute and the one before. */
    counts: (): RefusalCount[] => [...minutes.keys()].flatMap(listOf),
    start: (): (() => void) => schedule(minuteMs, tell),
  };
};
