import { backupWanted, type Tx } from '@bulwark/events';
import { problem } from '@bulwark/http';
import { insertBackup, runningBackup } from './repository.ts';

/** Notes that a backup is wanted; it is taken once this is committed. @throws Problem while one is being taken */
export const beginBackup = async (
  tx: Tx,
  wish: { readonly id: string; readonly requestedBy: string | null; readonly now: Date },
): Promise<void> => {
  if (await runningBackup(tx.sql)) {
    throw problem('conflict', 'A backup is being taken: wait until it has ended.');
  }
  await insertBackup(tx.sql, wish);
  tx.emit({ type: backupWanted, key: wish.id, body: { id: wish.id } });
};
