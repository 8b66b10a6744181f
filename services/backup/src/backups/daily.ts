import type { Sql } from '@bulwark/db';
import type { Alarm, InTransaction } from '@bulwark/events';
import { type Job, onceADay } from '@bulwark/runtime';
import { beginUnasked } from './begin.ts';
import type { Frame } from './entries.ts';
import { lastBackups } from './repository.ts';

/** A day and a morning: what was begun last night has ended by then. */
const LONGEST_GAP_MS = 36 * 60 * 60 * 1000;

/** Between 01:00 and 05:59 UTC, at a minute of the tenant's own. */
export const nightlySchedule = (tenant: string): string => onceADay(tenant, { from: 1, until: 6 });

export type DailyOptions = {
  readonly sql: Sql;
  readonly inTransaction: InTransaction;
  readonly frame: Frame;
  readonly now: () => Date;
  readonly alarm: Alarm;
};

/** Begins a backup every night; one that is being taken already is tonight's. */
export const dailyBackup = (options: DailyOptions): Job => ({
  name: 'daily backup',
  schedule: nightlySchedule(options.frame.tenant),
  punctual: true,
  run: async ({ finish }) => {
    const { sql, inTransaction, frame, now, alarm } = options;
    const { last, lastVerified } = await lastBackups(sql);
    if (isMissed({ last, lastVerified, now: now() })) alarm('backup missed', { lastVerified });
    await inTransaction(async (tx) => {
      await beginUnasked(tx, { by: 'service', route: 'backup/daily', now: now() }, frame);
      await finish(tx.sql);
    });
  },
});

/** Whether backups are taken, but none of late was found whole. */
export const isMissed = ({
  last,
  lastVerified,
  now,
}: {
  readonly last: string | null;
  readonly lastVerified: string | null;
  readonly now: Date;
}): boolean => {
  if (last === null) return false;
  if (lastVerified === null) return true;
  return now.getTime() - new Date(lastVerified).getTime() > LONGEST_GAP_MS;
};
