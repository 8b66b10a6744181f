import { createHash } from 'node:crypto';
import { Cron } from 'croner';

/** The first moment after another one that a cron expression names, in UTC. @throws Error when there is none */
export const nextDue = (schedule: string, after: Date): Date => {
  const next = new Cron(schedule, { timezone: 'UTC', mode: '5-part' }).nextRun(after);
  if (!next) throw new Error(`${schedule} names no moment after ${after.toISOString()}`);
  return next;
};

/**
 * Once a day at a minute (UTC) between two full hours that follows from a seed, e.g. a tenant's id: so that not all
 * tenants do it at once.
 */
export const onceADay = (
  seed: string,
  { from, until }: { readonly from: number; readonly until: number },
): string => {
  const word = createHash('sha256').update(seed).digest().readUInt32BE(0);
  const minutes = word % ((until - from) * 60);
  return `${minutes % 60} ${from + Math.floor(minutes / 60)} * * *`;
};

const MINUTE_MS = 60_000;

/** How long a run that failed for the nth time waits: 1, 2, 4 … 60 minutes. */
export const waitAfter = (attempt: number): number =>
  Math.min(2 ** Math.max(0, attempt - 1), 60) * MINUTE_MS;
