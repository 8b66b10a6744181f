import { type Sql, sqlTime } from '@bulwark/db';

export type Intent = {
  readonly id: string;
  readonly kind: string;
  readonly personId: string;
  /** Sealed; gone once the mail is sent. */
  readonly facts: string | null;
};

export const insertIntent = async (
  sql: Sql,
  { id, kind, personId, facts }: Intent,
  now: Date,
): Promise<void> => {
  await sql('mail').insert({
    id,
    kind,
    person_id: personId,
    facts,
    state: 'waiting',
    intended: sqlTime(now),
  });
};

/** The mail that waits longest. */
export const nextIntent = async (sql: Sql): Promise<Intent | null> => {
  const row = await sql('mail')
    .where({ state: 'waiting' })
    .orderBy(['intended', 'id'])
    .first('id', 'kind', { personId: 'person_id' }, 'facts');
  return row ?? null;
};

/** Notes that an attempt begins and numbers it; a crash after this may send twice, which the message id shows. */
export const beginAttempt = async (sql: Sql, mailId: string, now: Date): Promise<number> => {
  const row = await sql('attempt').where({ mail_id: mailId }).max({ n: 'n' }).first();
  const n = Number(row?.n ?? 0) + 1;
  await sql('attempt').insert({ mail_id: mailId, n, started: sqlTime(now) });
  return n;
};

type Result = {
  readonly mailId: string;
  readonly n: number;
  readonly outcome: 'sent' | 'failed';
  readonly detail: string | null;
  /** What becomes of the mail: it waits again, or it is over and its facts are forgotten. */
  readonly state: 'waiting' | 'sent' | 'failed';
};

export const endAttempt = async (
  sql: Sql,
  { mailId, n, outcome, detail, state }: Result,
  now: Date,
): Promise<void> => {
  await sql('result').insert({ mail_id: mailId, n, outcome, detail, ended: sqlTime(now) });
  const over = state === 'waiting' ? {} : { facts: null };
  await sql('mail')
    .where({ id: mailId })
    .update({ state, ...over });
};

export type Sent = {
  readonly id: string;
  readonly kind: string;
  readonly personId: string;
  readonly state: string;
  readonly intended: string;
  readonly attempts: number;
};

export const listMails = async (sql: Sql): Promise<Sent[]> => {
  const rows = await sql('mail')
    .leftJoin('attempt', 'attempt.mail_id', 'mail.id')
    .groupBy('mail.id', 'mail.kind', 'mail.person_id', 'mail.state', 'mail.intended')
    .orderBy('mail.intended', 'desc')
    .limit(200)
    .select('mail.id', 'mail.kind', { personId: 'mail.person_id' }, 'mail.state', 'mail.intended')
    .count({ attempts: 'attempt.n' });
  return rows.map((row) => ({ ...row, attempts: Number(row.attempts) })) as Sent[];
};

/** Keeps every mail that waits from being sent. */
export const holdWaiting = async (sql: Sql): Promise<void> => {
  await sql('mail').where({ state: 'waiting' }).update({ state: 'held' });
};
