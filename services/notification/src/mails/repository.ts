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
    due: sqlTime(now),
  });
};

/** A mail that waits; `tries` counts those since it was intended or released. */
export type Waiting = Intent & { readonly due: string; readonly tries: number };

/** The mail that is due first, perhaps later. */
export const nextIntent = async (sql: Sql): Promise<Waiting | null> => {
  const row = await sql('mail')
    .where({ state: 'waiting' })
    .orderBy(['due', 'id'])
    .first('id', 'kind', { personId: 'person_id' }, 'facts', 'due', 'tries');
  return row ?? null;
};

/** Notes that an attempt begins and numbers it; a crash after this may send twice, which the message id shows. */
export const beginAttempt = async (sql: Sql, mailId: string, now: Date): Promise<number> => {
  const row = await sql('attempt').where({ mail_id: mailId }).max({ n: 'n' }).first();
  const n = Number(row?.n ?? 0) + 1;
  await sql('attempt').insert({ mail_id: mailId, n, started: sqlTime(now) });
  await sql('mail').where({ id: mailId }).increment('tries', 1);
  return n;
};

export type Result = {
  readonly mailId: string;
  readonly n: number;
  readonly outcome: 'sent' | 'failed';
  readonly detail: string | null;
};

/** What becomes of the mail. Facts that nothing will be sent with any more are forgotten. */
export type Fate =
  | { readonly state: 'sent' }
  | { readonly state: 'waiting'; readonly due: Date }
  | { readonly state: 'failed'; readonly facts: 'kept' | 'forgotten' };

/** What a later attempt made of the mail stays: whoever lost the lease meanwhile leaves a result and nothing else. */
export const endAttempt = async (
  sql: Sql,
  { mailId, n, outcome, detail }: Result,
  { fate, now }: { readonly fate: Fate; readonly now: Date },
): Promise<void> => {
  await sql('result').insert({ mail_id: mailId, n, outcome, detail, ended: sqlTime(now) });
  const { state } = fate;
  const keeps = state === 'waiting' || (state === 'failed' && fate.facts === 'kept');
  const latest = await sql('attempt').where({ mail_id: mailId }).max({ n: 'n' }).first();
  if (state !== 'sent' && Number(latest?.n) !== n) return;
  await sql('mail')
    .where({ id: mailId })
    .whereNot({ state: 'sent' })
    .update({
      state,
      due: state === 'waiting' ? sqlTime(fate.due) : null,
      ...(keeps ? {} : { facts: null }),
    });
};

export type Listed = {
  readonly id: string;
  readonly kind: string;
  readonly personId: string;
  readonly state: string;
  readonly intended: string;
  readonly due: string | null;
  readonly attempts: number;
};

const LISTED = {
  id: 'mail.id',
  kind: 'mail.kind',
  personId: 'mail.person_id',
  state: 'mail.state',
  intended: 'mail.intended',
  due: 'mail.due',
};

export const listMails = async (sql: Sql): Promise<Listed[]> => {
  const rows = await sql('mail')
    .leftJoin('attempt', 'attempt.mail_id', 'mail.id')
    .groupBy(Object.values(LISTED))
    .orderBy('mail.intended', 'desc')
    .limit(200)
    .select(LISTED)
    .count({ attempts: 'attempt.n' });
  return rows.map((row) => ({ ...row, attempts: Number(row.attempts) })) as Listed[];
};

/** A mail as it stands, locked: what is decided about it holds until the transaction ends. */
export const findMail = async (
  sql: Sql,
  id: string,
): Promise<(Pick<Listed, 'state' | 'kind'> & Pick<Intent, 'facts'>) | null> =>
  (await sql('mail').where({ id }).forUpdate().first('state', 'kind', 'facts')) ?? null;

/** Lets a mail wait again as if it were new. */
export const releaseMail = async (sql: Sql, id: string, now: Date): Promise<void> => {
  await sql('mail')
    .where({ id })
    .update({ state: 'waiting', due: sqlTime(now), tries: 0 });
};

/** Keeps every mail that waits from being sent. */
export const holdWaiting = async (sql: Sql): Promise<void> => {
  await sql('mail').where({ state: 'waiting' }).update({ state: 'held', due: null });
};

/** Forgets what mails say that were intended before a moment and will hardly be sent any more. */
export const forgetFacts = async (sql: Sql, before: Date): Promise<void> => {
  await sql('mail')
    .whereIn('state', ['failed', 'held'])
    .andWhere('intended', '<', sqlTime(before))
    .whereNotNull('facts')
    .update({ facts: null });
};
