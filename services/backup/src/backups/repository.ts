import { type Sql, sqlTime } from '@bulwark/db';

export type Backup = {
  readonly id: string;
  readonly state: 'running' | 'verified' | 'failed';
  readonly requestedBy: string | null;
  readonly started: string;
  /** The moment that it holds. */
  readonly taken: string | null;
  readonly ended: string | null;
  readonly bytes: number | null;
  readonly rows: number | null;
  readonly sha256: string | null;
  readonly error: string | null;
};

const COLUMNS = {
  id: 'id',
  state: 'state',
  requestedBy: 'requested_by',
  started: 'started',
  taken: 'taken',
  ended: 'ended',
  bytes: 'bytes',
  rows: 'row_count',
  sha256: 'manifest_sha256',
  error: 'error',
};

export const listBackups = async (sql: Sql, limit = 100): Promise<Backup[]> =>
  sql('backup').orderBy('started', 'desc').orderBy('id', 'desc').limit(limit).select(COLUMNS);

/** When the last backup was begun, and the last that was found whole. */
export const lastBackups = async (
  sql: Sql,
): Promise<{ last: string | null; lastVerified: string | null }> => {
  const last = await sql('backup').max({ started: 'started' }).first();
  const whole = await sql('backup')
    .where({ state: 'verified' })
    .max({ started: 'started' })
    .first();
  return { last: last?.started ?? null, lastVerified: whole?.started ?? null };
};

/** A backup that is being taken; the number of attempts tells one that was taken over from the one before. */
export type Running = { readonly id: string; readonly attempts: number };

/** The backup that is being taken, if one is. Locked, so that two are not begun at once. */
export const runningBackup = async (sql: Sql): Promise<Running | null> =>
  (await sql('backup')
    .where({ state: 'running' })
    .orderBy('started')
    .forUpdate()
    .first('id', 'attempts')) ?? null;

export const insertBackup = async (
  sql: Sql,
  { id, requestedBy, now }: { id: string; requestedBy: string | null; now: Date },
): Promise<void> => {
  await sql('backup').insert({
    id,
    state: 'running',
    attempts: 0,
    requested_by: requestedBy,
    started: sqlTime(now),
  });
};

/**
 * Counts an attempt before it is made, so that one which kills its process is not made for ever. False: another
 * process was faster.
 */
export const countAttempt = async (sql: Sql, { id, attempts }: Running): Promise<boolean> => {
  const counted = await sql('backup')
    .where({ id, attempts, state: 'running' })
    .update({ attempts: attempts + 1 });
  return counted === 1;
};

type Outcome = Running & { readonly now: Date } & (
    | { readonly state: 'failed'; readonly error: string }
    | {
        readonly state: 'verified';
        readonly taken: string;
        readonly bytes: number;
        readonly rows: number;
        readonly sha256: string;
      }
  );

/** @throws Error when another process took the backup over meanwhile, and nothing may be said of it */
export const endBackup = async (sql: Sql, outcome: Outcome): Promise<void> => {
  const { id, attempts, now, state } = outcome;
  const rest =
    outcome.state === 'failed'
      ? { error: outcome.error.slice(0, 500) }
      : {
          taken: sqlTime(outcome.taken),
          bytes: outcome.bytes,
          row_count: outcome.rows,
          manifest_sha256: outcome.sha256,
        };
  const ended = await sql('backup')
    .where({ id, attempts, state: 'running' })
    .update({ state, ended: sqlTime(now), ...rest });
  if (ended !== 1) throw new Error(`the backup ${id} was taken over`);
};
