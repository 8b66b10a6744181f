import type { Sql } from '@bulwark/db';
import type { InTransaction } from '@bulwark/events';
import { entryWithoutSender, type Frame, fact } from './entries.ts';
import { countAttempt, endBackup, runningBackup } from './repository.ts';

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
  readonly take: (backup: string) => Promise<Verified>;
  /** Whether the service is on its way out: then nothing has failed, and the next start goes on. */
  readonly isStopping: () => boolean;
  readonly frame: Frame;
  readonly now: () => Date;
};

/** Takes the backup whose row is `running`, and ends the row. One that a crash cut off is taken again. */
export const performBackups = async (options: PerformOptions): Promise<void> => {
  for (;;) {
    const { sql, isStopping } = options;
    const running = await runningBackup(sql);
    if (!running || isStopping()) return;
    const { id, attempts } = running;
    if (attempts >= MOST_ATTEMPTS) {
      await fail(id, 'it was cut off again and again', options);
      continue;
    }
    await countAttempt(sql, id);
    const taken = await attempt(id, options);
    if (taken === null) return;
    if ('error' in taken) await fail(id, taken.error, options);
    else await succeed(id, taken, options);
  }
};

const attempt = async (
  id: string,
  { take, isStopping }: PerformOptions,
): Promise<Verified | { error: string } | null> => {
  try {
    return await take(id);
  } catch (error) {
    if (isStopping()) return null;
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

const fail = async (id: string, error: string, options: PerformOptions): Promise<void> => {
  const { inTransaction, frame } = options;
  const now = options.now();
  await inTransaction(async (tx) => {
    await endBackup(tx.sql, { id, state: 'failed', error, now });
    const entry = { ...ENTRY, outcome: 'failure', backup: id, changes: [], now } as const;
    tx.record(entryWithoutSender(entry, frame));
  });
};

const succeed = async (id: string, made: Verified, options: PerformOptions): Promise<void> => {
  const { inTransaction, frame } = options;
  const now = options.now();
  await inTransaction(async (tx) => {
    await endBackup(tx.sql, { id, state: 'verified', ...made, now });
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
