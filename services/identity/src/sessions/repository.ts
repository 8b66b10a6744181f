import { type Sql, sqlTime } from '@bulwark/db';

/** A session with what decides how far it may go. */
export type SessionRow = {
  readonly id: string;
  readonly personId: string;
  readonly created: string;
  readonly seen: string;
  readonly factorAt: string | null;
  readonly factorConfirmed: boolean;
  readonly mustChange: boolean;
};

export const findSession = async (sql: Sql, sidHash: string): Promise<SessionRow | null> => {
  const row = await sql('session')
    .join('person', 'person.id', 'session.person_id')
    .leftJoin('totp', 'totp.person_id', 'session.person_id')
    .where({ 'session.sid_hash': sidHash, 'person.state': 'active' })
    .first({
      id: 'session.id',
      personId: 'session.person_id',
      created: 'session.created',
      seen: 'session.seen',
      factorAt: 'session.factor_at',
      confirmed: 'totp.confirmed',
      mustChange: 'person.must_change',
    });
  if (!row) return null;
  const { confirmed, mustChange, ...session } = row;
  return { ...session, factorConfirmed: confirmed !== null, mustChange: mustChange === 1 };
};

export const insertSession = async (
  sql: Sql,
  { id, sidHash, personId, now }: { id: string; sidHash: string; personId: string; now: Date },
): Promise<void> => {
  const time = sqlTime(now);
  await sql('session').insert({
    id,
    sid_hash: sidHash,
    person_id: personId,
    created: time,
    seen: time,
    factor_at: null,
    failed_codes: 0,
  });
};

/** Gives a session a new cookie; the old one is worth nothing from this commit on. */
export const rotateSession = async (sql: Sql, id: string, sidHash: string): Promise<void> => {
  await sql('session').where({ id }).update({ sid_hash: sidHash });
};

export const noteFactor = async (sql: Sql, id: string, now: Date): Promise<void> => {
  await sql('session')
    .where({ id })
    .update({ factor_at: sqlTime(now), failed_codes: 0 });
};

/** Counts a wrong code against the session and says how many there are now. */
export const countFailedCode = async (sql: Sql, id: string): Promise<number> => {
  await sql('session').where({ id }).increment('failed_codes', 1);
  const row = await sql('session').where({ id }).first('failed_codes');
  return row?.failed_codes ?? 0;
};

export const touchSession = async (sql: Sql, id: string, now: Date): Promise<void> => {
  await sql('session')
    .where({ id })
    .update({ seen: sqlTime(now) });
};

export const endSession = async (sql: Sql, id: string): Promise<void> => {
  await sql('session').where({ id }).delete();
};

/** Ends every session of a person, but for the one named. */
export const endSessionsOf = async (sql: Sql, personId: string, but = ''): Promise<void> => {
  await sql('session').where({ person_id: personId }).whereNot({ id: but }).delete();
};

/** A session by its public id, as `findSession` gives it by its cookie. */
export const standingOf = async (sql: Sql, id: string): Promise<SessionRow | null> => {
  const row = await sql('session').where({ id }).first('sid_hash');
  return row ? findSession(sql, row.sid_hash) : null;
};

/** Ends every session there is. */
export const endEverySession = async (sql: Sql): Promise<void> => {
  await sql('session').delete();
};

/** Forgets sessions that nobody can use any more. */
export const forgetSessions = async (
  sql: Sql,
  { createdBefore, seenBefore }: { createdBefore: Date; seenBefore: Date },
): Promise<void> => {
  await sql('session')
    .where('created', '<', sqlTime(createdBefore))
    .orWhere('seen', '<', sqlTime(seenBefore))
    .delete();
};
