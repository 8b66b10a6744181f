import type { Sql } from '@bulwark/db';
import { type Job, onceADay } from '@bulwark/runtime';
import { forgetAttemptsBefore } from './login/repository.ts';
import { PERIOD_MINUTES } from './login/throttle.ts';
import { forgetLinks } from './reset/repository.ts';
import { forgetSessions } from './sessions/repository.ts';
import { ABSOLUTE_HOURS, IDLE_MINUTES } from './sessions/state.ts';

const MINUTE_MS = 60_000;
/** Room for clocks that differ. */
const MARGIN_MINUTES = 60;

/** Once a day, sessions, links and counters are forgotten that have been over for an hour. */
export const forgetSpent = ({
  tenant,
  sql,
  now,
}: {
  readonly tenant: string;
  readonly sql: Sql;
  readonly now: () => Date;
}): Job => ({
  name: 'forget what is over',
  schedule: onceADay(`${tenant} spent`, { from: 0, until: 24 }),
  run: async () => {
    const before = (minutes: number): Date =>
      new Date(now().getTime() - (minutes + MARGIN_MINUTES) * MINUTE_MS);
    await forgetSessions(sql, {
      createdBefore: before(ABSOLUTE_HOURS * 60),
      seenBefore: before(IDLE_MINUTES),
    });
    await forgetAttemptsBefore(sql, before(PERIOD_MINUTES));
    await forgetLinks(sql, before(0));
  },
});
