import { backupWanted, type Tx } from '@bulwark/events';
import { problem } from '@bulwark/http';
import { entryWithoutSender, type Frame } from './entries.ts';
import { insertBackup, runningBackup } from './repository.ts';

type Wish = { readonly id: string; readonly requestedBy: string | null; readonly now: Date };

/** Notes that a backup is wanted; it is taken once this is committed. @throws Problem while one is being taken */
export const beginBackup = async (tx: Tx, wish: Wish): Promise<void> => {
  if (await runningBackup(tx.sql)) {
    throw problem('conflict', 'A backup is being taken: wait until it has ended.');
  }
  await want(tx, wish);
};

/** The same for the operator and the clock, with its entry. A backup that is being taken already is the one meant. */
export const beginUnasked = async (
  tx: Tx,
  { by, route, now }: { by: 'operator' | 'service'; route: string; now: Date },
  frame: Frame,
): Promise<{ readonly id: string; readonly isNew: boolean }> => {
  const running = await runningBackup(tx.sql);
  if (running) return { id: running.id, isNew: false };
  const id = frame.newId();
  await want(tx, { id, requestedBy: null, now });
  const act = { action: 'backup.create', kind: 'create', outcome: 'success' } as const;
  tx.record(entryWithoutSender({ ...act, actor: by, backup: id, changes: [], route, now }, frame));
  return { id, isNew: true };
};

const want = async (tx: Tx, wish: Wish): Promise<void> => {
  await insertBackup(tx.sql, wish);
  tx.emit({ type: backupWanted, key: wish.id, body: { id: wish.id } });
};
