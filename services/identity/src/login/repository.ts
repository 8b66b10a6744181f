import { type Sql, sqlTime } from '@bulwark/db';

/** Counts a failure before the password is even looked at, and says how many there are in this period. */
export const countFailure = async (sql: Sql, subject: string, period: Date): Promise<number> => {
  await sql.raw(
    'INSERT INTO attempt (subject, period, failures) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE failures = failures + 1',
    [subject, sqlTime(period)],
  );
  const row = await sql('attempt')
    .where({ subject, period: sqlTime(period) })
    .first('failures');
  return row?.failures ?? 0;
};

/** Takes back what was counted for an attempt that turned out right. */
export const refundFailure = async (sql: Sql, subject: string, period: Date): Promise<void> => {
  await sql('attempt')
    .where({ subject, period: sqlTime(period) })
    .andWhere('failures', '>', 0)
    .decrement('failures', 1);
};

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
};

export const findAccount = async (
  sql: Sql,
  where: { readonly email: string } | { readonly id: string },
): Promise<Account | null> => {
  const row = await sql('person')
    .where({ ...where, state: 'active' })
    .first('id', 'name', 'email', { passwordHash: 'password_hash' });
  return row ?? null;
};

/** A link that was sent before is worth nothing once the password was changed in any way. */
const endLinks = async (sql: Sql, personId: string): Promise<void> => {
  await sql('reset_link').where({ person_id: personId }).delete();
};

/** Sets a password that its owner chose; what an administrator gave out is over. */
export const storePassword = async (
  sql: Sql,
  { personId, hash, now }: { personId: string; hash: string; now: Date },
): Promise<void> => {
  await sql('person')
    .where({ id: personId })
    .update({ password_hash: hash, password_set: sqlTime(now), must_change: false });
  await endLinks(sql, personId);
};

/** Replaces a hash by one of today's parameters. */
export const renewHash = async (sql: Sql, personId: string, hash: string): Promise<void> => {
  await sql('person').where({ id: personId }).update({ password_hash: hash });
};

export const forgetAttempts = async (sql: Sql): Promise<void> => {
  await sql('attempt').delete();
};

/** Forgets what was counted in periods that began before a moment. */
export const forgetAttemptsBefore = async (sql: Sql, before: Date): Promise<void> => {
  await sql('attempt').where('period', '<', sqlTime(before)).delete();
};
