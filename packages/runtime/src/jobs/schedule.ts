import { Cron } from 'croner';

/** The first moment after another one that a cron expression names, in UTC. @throws Error when there is none */
export const nextDue = (schedule: string, after: Date): Date => {
  const next = new Cron(schedule, { timezone: 'UTC', mode: '5-part' }).nextRun(after);
  if (!next) throw new Error(`${schedule} names no moment after ${after.toISOString()}`);
  return next;
};

const MINUTE_MS = 60_000;

/** How long a run that failed for the nth time waits: 1, 2, 4 … 60 minutes. */
export const waitAfter = (attempt: number): number =>
  Math.min(2 ** Math.max(0, attempt - 1), 60) * MINUTE_MS;
