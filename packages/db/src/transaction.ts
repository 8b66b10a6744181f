import type { Knex } from 'knex';
import type { Database, Sql } from './connect.ts';

const ATTEMPTS = 5;

/**
 * Runs `work` in one transaction and commits. A deadlock or lock timeout reruns the whole of it, so it must have no
 * effect outside the database.
 */
export const transaction = async <T>(
  { sql }: Pick<Database, 'sql'>,
  work: (trx: Sql) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sql.transaction((trx: Knex.Transaction) => work(trx));
    } catch (error) {
      if (attempt >= ATTEMPTS || !isLockConflict(error)) throw error;
    }
  }
};

const isLockConflict = (error: unknown): boolean =>
  hasCode(error, 'ER_LOCK_DEADLOCK') || hasCode(error, 'ER_LOCK_WAIT_TIMEOUT');

/** Whether an insert failed because its key is taken. */
export const isDuplicate = (error: unknown): boolean => hasCode(error, 'ER_DUP_ENTRY');

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

/** @throws Error when the server could lose a commit that it has acknowledged. */
export const assertDurable = async (sql: Sql): Promise<void> => {
  const [rows] = await sql.raw(
    'SELECT @@innodb_flush_log_at_trx_commit AS flush, @@log_bin AS binlog, @@sync_binlog AS sync',
  );
  const { flush, binlog, sync } = rows[0];
  if (Number(flush) !== 1 || (Number(binlog) === 1 && Number(sync) !== 1)) {
    throw new Error(
      'the database may lose committed data: set innodb_flush_log_at_trx_commit=1, and sync_binlog=1 or no binary log',
    );
  }
};

/** Pings the database. */
export const isAlive = async (sql: Sql): Promise<boolean> => {
  try {
    await sql.raw('SELECT 1').timeout(2000);
    return true;
  } catch {
    return false;
  }
};
