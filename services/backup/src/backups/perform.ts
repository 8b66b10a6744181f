import type { Sql } from '@bulwark/db';
import type { Alarm, InTransaction } from '@bulwark/events';
import { entryWithoutSender, type Frame, fact } from './entries.ts';
import { countAttempt, endBackup, type Running, runningBackup } from './repository.ts';

const MOST_ATTEMPTS = 3;

/** What a backup turned out to be, once it was read back and compared. */
export type Verified = {
  readonly taken: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
};

export type PerformOptions = {
  readonly sql: Sql;
  readonly inTransaction: InTransaction;
  readonly take: (backup: string, signal: AbortSignal) => Promise<Verified>;
  readonly frame: Frame;
  readonly now: () => Date;
  readonly alarm: Alarm;
};

/**
 * Takes the backup whose row is `running`, and ends the row. One that a crash cut off is taken again. When the signal
 * says stop, nothing has failed: whoever has the lease next goes on.
 */
export const performBackups = async (
  options: PerformOptions,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    const { sql } = options;
    const running = await runningBackup(sql);
    if (!running || signal.aborted) return;
    if (running.attempts >= MOST_ATTEMPTS) {
      await fail(running, 'it was cut off again and again', options);
      continue;
    }
    if (!(await countAttempt(sql, running))) continue;
    const counted = { ...running, attempts: running.attempts + 1 };
    const taken = await attempt(counted.id, signal, options);
    if (taken === null) return;
    if ('error' in taken) await fail(counted, taken.error, options);
    else await succeed(counted, taken, options);
  }
};

const attempt = async (
  id: string,
  signal: AbortSignal,
  { take }: PerformOptions,
): Promise<Verified | { error: string } | null> => {
  try {
    return await take(id, signal);
  } catch (error) {
    if (signal.aborted) return null;
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

const fail = async (backup: Running, error: string, options: PerformOptions): Promise<void> => {
  const { inTransaction, frame, alarm } = options;
  const now = options.now();
  const { id } = backup;
  await inTransaction(async (tx) => {
    await endBackup(tx.sql, { ...backup, state: 'failed', error, now });
    const entry = { ...ENTRY, outcome: 'failure', backup: id, changes: [], now } as const;
    tx.record(entryWithoutSender(entry, frame));
  });
  alarm('backup failed', { backup: id, error });
};

const succeed = async (
  backup: Running,
  made: Verified,
  { inTransaction, frame, now: clock }: PerformOptions,
): Promise<void> => {
  const now = clock();
  const { id } = backup;
  await inTransaction(async (tx) => {
    await endBackup(tx.sql, { ...backup, state: 'verified', ...made, now });
    const changes = [
      fact('/taken', made.taken),
      fact('/rows', made.rows),
      fact('/bytes', made.bytes),
      fact('/sha256', made.sha256),
    ];
    const entry = { ...ENTRY, outcome: 'success', backup: id, changes, now } as const;
    tx.record(entryWithoutSender(entry, frame));
  });
};

const ENTRY = {
  action: 'backup.taken',
  kind: 'execute',
  actor: 'service',
  route: 'backup/take',
} as const;
