import type { StoredRecord } from '@bulwark/record';
import type { HistoryStep } from './history-repository.ts';

/**
 * A record as it was at a moment, worked out backwards from what it is now and from its history (newest step first).
 * Null: it did not exist yet.
 */
export const recordAt = (
  record: StoredRecord,
  steps: readonly HistoryStep[],
  at: Date,
): StoredRecord | null => {
  const later = steps.filter(({ time }) => Date.parse(time) > at.getTime());
  const last = steps[later.length];
  if (!last) return null;
  const undone = later.reduce<StoredRecord>(undo, record);
  return { ...undone, rev: last.rev, updatedAt: last.time, updatedBy: last.actor };
};

const undo = (record: StoredRecord, { action, changes }: HistoryStep): StoredRecord => ({
  ...record,
  ...Object.fromEntries(changes.map(({ path, before }) => [path.slice(1), before])),
  state: stateBefore(record.state, action),
});

const stateBefore = (state: StoredRecord['state'], action: string): StoredRecord['state'] => {
  if (action === 'deactivate') return 'active';
  return action === 'reactivate' ? 'deactivated' : state;
};
