import type { Database } from '@bulwark/db';
import type { Alarm } from '@bulwark/events';
import { v7 } from 'uuid';
import type { Ports } from './app.ts';
import type { Job } from './jobs/job.ts';
import { declareJob, declareWork } from './jobs/job-repository.ts';
import { doAlone } from './jobs/lease.ts';
import { performDue } from './jobs/perform.ts';
import { nextDue } from './jobs/schedule.ts';
import { keepTrying } from './keep-trying.ts';
import type { Log } from './log.ts';

/** How long a killed holder's lease stays, and how seldom an idle service looks whether something was left over. */
export type Pace = { readonly leaseMs: number; readonly sweepMs: number };

const PACE: Pace = { leaseMs: 15_000, sweepMs: 15 * 60_000 };

export type BackgroundOptions = {
  readonly database: Database;
  readonly log: Log;
  readonly alarm: Alarm;
  readonly now: () => Date;
  readonly stops: (() => Promise<void>)[];
  readonly pace?: Pace | undefined;
};

/** What a service does without being asked by a request; each thing leaves how it is stopped. */
export const openBackground = ({ database, pace = PACE, ...around }: BackgroundOptions) => {
  const { log, now, stops } = around;
  const { leaseMs, sweepMs } = pace;
  const { sql } = database;
  const owner = v7();
  const stopping = new AbortController();

  const repeat: Ports['keepTrying'] = (name, work) => {
    const { nudge, stop } = keepTrying(name, work, { log, sweepMs });
    stops.push(stop);
    return nudge;
  };

  /** Its stop tells all such work to stop before it waits. */
  const repeatUntilStopped: Ports['keepTrying'] = (name, work) => {
    const nudge = repeat(name, work);
    stops.push(async () => stopping.abort());
    return nudge;
  };

  const alone: Ports['alone'] = (name, work) => {
    const lease = { sql, name, owner, leaseMs, stopping: stopping.signal };
    const declared = once(() => declareWork(sql, name));
    return repeatUntilStopped(name, async () => {
      await declared();
      return await doAlone(lease, work);
    });
  };

  const startJob = async (job: Job): Promise<void> => {
    const due = nextDue(job.schedule, now());
    await declareJob(sql, { name: job.name, schedule: job.schedule, due });
    const performing = { ...around, sql, owner, leaseMs, stopping: stopping.signal };
    repeatUntilStopped(job.name, () => performDue(job, performing))();
  };

  return {
    repeat,
    alone,
    startJobs: async (jobs: readonly Job[]): Promise<void> => {
      for (const job of jobs) await startJob(job);
    },
  };
};

/** Does something until it has succeeded once. */
const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done = false;
  return async () => {
    if (!done) await work();
    done = true;
  };
};
