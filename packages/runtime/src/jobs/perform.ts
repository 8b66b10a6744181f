import type { Sql } from '@bulwark/db';
import type { Alarm } from '@bulwark/events';
import type { Log } from '../log.ts';
import type { Job } from './job.ts';
import { endTurn, type JobRow, readJob, release } from './job-repository.ts';
import { type Lease, whileHolding } from './lease.ts';
import { nextDue, waitAfter } from './schedule.ts';

const LATE_MS = 60 * 60 * 1000;

export type Performing = {
  readonly sql: Sql;
  readonly owner: string;
  readonly leaseMs: number;
  readonly stopping: AbortSignal;
  readonly now: () => Date;
  readonly log: Log;
  readonly alarm: Alarm;
};

/** Performs a job as often as it is due and free, and answers in how many milliseconds to look again. */
export const performDue = async (job: Job, around: Performing): Promise<number> => {
  for (;;) {
    const row = await readJob(around.sql, job.name);
    const wait = waitFor(row, around.now());
    if (wait > 0 || around.stopping.aborted) return wait;
    const { name } = job;
    const { sql, owner, leaseMs, stopping } = around;
    const due = new Date(row.due);
    const lease = { sql, name, owner, leaseMs, stopping, due };
    await whileHolding(lease, (signal) =>
      takeTurn(job, { ...around, lease, signal, attempt: row.attempt + 1 }),
    );
  }
};

const waitFor = ({ due, heldMs }: JobRow, now: Date): number =>
  Math.max(new Date(due).getTime() - now.getTime(), heldMs);

type TurnOptions = Performing & {
  readonly lease: Lease & { readonly due: Date };
  readonly signal: AbortSignal;
  readonly attempt: number;
};

const takeTurn = async (job: Job, options: TurnOptions): Promise<void> => {
  const { sql, lease, signal, now, log, alarm, attempt, stopping } = options;
  const { due } = lease;
  const facts = { job: job.name, due: due.toISOString(), attempt };
  const lateMs = now().getTime() - due.getTime();
  if (job.punctual && attempt === 1 && lateMs > LATE_MS)
    alarm('job late', { ...facts, minutes: Math.round(lateMs / 60_000) });
  const end = (at: Sql): Promise<boolean> =>
    endTurn(at, { ...lease, next: nextDue(job.schedule, now()), now: now() });
  try {
    const finish = async (at: Sql): Promise<void> => {
      if (!(await end(at))) throw new Error(`the run of ${job.name} is another process's now`);
    };
    await job.run({ due, signal, finish });
    await end(sql);
    log({ msg: 'job done', ...facts });
  } catch (error) {
    if (stopping.aborted) return await release(sql, lease);
    log({ level: 'warn', msg: 'job failed', ...facts, error });
    alarm('job failed', facts);
    await release(sql, lease, { afterMs: waitAfter(attempt) });
  }
};
