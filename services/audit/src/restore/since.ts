import type { Position } from '@bulwark/events';
import { type Entry, readEntry, unpackBundle } from '@bulwark/trail';

type Bundle = {
  readonly leaves: number;
  readonly positions: { readonly [lane: string]: Position };
  readonly entries: Uint8Array;
};

/**
 * The entries of one lane in some consecutive bundles that come after a position. A bundle holds one lane's entries,
 * and the position after it is that of its last one.
 */
export const entriesSince = (
  bundles: { readonly before: Position | null; readonly bundle: Bundle },
  { lane, since }: { readonly lane: string; readonly since: Position },
): Entry[] => {
  const { before, bundle } = bundles;
  const after = bundle.positions[lane];
  if (!after || (before && before.epoch === after.epoch && before.n === after.n)) return [];
  const first = after.n - bundle.leaves + 1;
  const isLater = (n: number): boolean =>
    after.epoch > since.epoch || (after.epoch === since.epoch && n > since.n);
  return unpackBundle(bundle.entries)
    .filter((_, index) => isLater(first + index))
    .flatMap(entryIn);
};

/** A quarantine leaf says nothing of what anybody may do. */
const entryIn = (leaf: Uint8Array): Entry[] => {
  try {
    return [readEntry(Buffer.from(leaf).toString())];
  } catch {
    return [];
  }
};
