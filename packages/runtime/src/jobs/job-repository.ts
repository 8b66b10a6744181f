import { type Sql, sqlTime } from '@bulwark/db';

export type JobRow = {
  readonly due: string;
  readonly attempt: number;
  /** Milliseconds, by the database's clock, until somebody may take it; 0 when that is now. */
  readonly heldMs: number;
};

/** A moment from now by the database's clock, which all processes share. */
const inMs = (sql: Sql, ms: number) =>
  sql.raw('TIMESTAMPADD(MICROSECOND, ?, UTC_TIMESTAMP(3))', [Math.round(ms * 1000)]);

const isFree = (sql: Sql) => sql.raw('(leased_until IS NULL OR leased_until <= UTC_TIMESTAMP(3))');

/** Makes the row of a job, or gives it the due time of its new schedule. */
export const declareJob = async (
  sql: Sql,
  { name, schedule, due }: { name: string; schedule: string; due: Date },
): Promise<void> => {
  const row = { name, schedule, due: sqlTime(due) };
  await sql('job').insert(row).onConflict('name').ignore();
  await sql('job').where({ name }).whereNot({ schedule }).update(row);
};

/** Makes the row of a work that nothing but a nudge begins. */
export const declareWork = async (sql: Sql, name: string): Promise<void> => {
  await sql('job').insert({ name }).onConflict('name').ignore();
};

export const readJob = async (sql: Sql, name: string): Promise<JobRow> => {
  const row = await sql('job')
    .where({ name })
    .first('due', 'attempt', {
      held: sql.raw('TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), leased_until)'),
    });
  if (!row) throw new Error(`the job ${name} has no row`);
  return { due: row.due, attempt: row.attempt, heldMs: Math.max(0, Number(row.held ?? 0) / 1000) };
};

export type Claim = {
  readonly name: string;
  readonly owner: string;
  readonly leaseMs: number;
  /** Only if this is still the run that stands next. */
  readonly due?: Date;
};

/** Takes the lease unless somebody holds it. False: nothing may be done. */
export const claim = async (sql: Sql, { name, owner, leaseMs, due }: Claim): Promise<boolean> => {
  const taken = await sql('job')
    .where({ name, ...(due ? { due: sqlTime(due) } : {}) })
    .andWhere(isFree(sql))
    .update({ owner, leased_until: inMs(sql, leaseMs), attempt: sql.raw('attempt + 1') });
  return taken === 1;
};

/** Holds on to the lease. False: it is somebody else's, or could have been. */
export const renew = async (sql: Sql, { name, owner, leaseMs }: Claim): Promise<boolean> => {
  const held = await sql('job')
    .where({ name, owner })
    .andWhere('leased_until', '>', sql.raw('UTC_TIMESTAMP(3)'))
    .update({ leased_until: inMs(sql, leaseMs) });
  return held === 1;
};

/** Gives the lease back; nobody takes it for `afterMs` when the work failed. */
export const release = async (
  sql: Sql,
  { name, owner }: Claim,
  { afterMs }: { afterMs: number } = { afterMs: 0 },
): Promise<void> => {
  const rest = afterMs > 0 ? { leased_until: inMs(sql, afterMs) } : { leased_until: null };
  await sql('job')
    .where({ name, owner })
    .update({ owner: null, ...rest, ...(afterMs > 0 ? {} : { attempt: 0 }) });
};

/** Ends a run and says when the next one is due. False: the run is no longer this owner's. */
export const endTurn = async (
  sql: Sql,
  { name, owner, due, next, now }: Claim & { due: Date; next: Date; now: Date },
): Promise<boolean> => {
  const ended = await sql('job')
    .where({ name, owner, due: sqlTime(due) })
    .update({
      due: sqlTime(next),
      owner: null,
      leased_until: null,
      attempt: 0,
      succeeded: sqlTime(now),
    });
  return ended === 1;
};

/** Every job of the service, for who watches them. */
export const readJobs = async (
  sql: Sql,
): Promise<{ name: string; due: string; attempt: number; succeeded: string | null }[]> =>
  sql('job').whereNotNull('due').orderBy('name').select('name', 'due', 'attempt', 'succeeded');
