import { createHash } from 'node:crypto';
import type { LaneEntry } from '@bulwark/events';
import { canonical, readEntry } from '@bulwark/trail';

export type Leaf = { readonly bytes: string; readonly id: string; readonly fault: string | null };

/**
 * The leaf of one lane entry: the producer's bytes, or, when they are not an entry of this tenant and service, a
 * quarantine leaf with their hash. Nothing is ever dropped.
 */
export const leafOf = (
  { payload }: LaneEntry,
  place: { tenant: string; service: string; lane: string; epoch: number; n: number },
): Leaf => {
  try {
    const entry = readEntry(payload);
    if (entry.tenant !== place.tenant || entry.service !== place.service) {
      throw new Error('the entry is of another tenant or service');
    }
    if (Buffer.byteLength(payload) > 0xffff) throw new Error('the entry is too long');
    return { bytes: payload, id: entry.id, fault: null };
  } catch (error) {
    return quarantine(payload, place, error);
  }
};

const quarantine = (
  payload: string,
  { tenant, lane, epoch, n }: { tenant: string; lane: string; epoch: number; n: number },
  error: unknown,
): Leaf => {
  const sha256 = createHash('sha256').update(payload).digest('hex');
  const bytes = canonical({ v: 1, quarantine: { tenant, lane, epoch, n, sha256 } });
  return { bytes, id: '', fault: error instanceof Error ? error.message : String(error) };
};
