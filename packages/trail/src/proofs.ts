import type { Sha256 } from './commitment.ts';
import {
  emptyRoot,
  type Hash,
  type NodeAt,
  nodeHash,
  type Range,
  rangeHash,
  sameHash,
  splitOf,
} from './merkle.ts';

type Reading = { readonly nodeAt: NodeAt; readonly sha256: Sha256 };

/**
 * The audit path of a leaf in the tree of the first `size` leaves, lowest hash first (RFC 6962 §2.1.1).
 * @throws Error for a leaf that is not in it
 */
export const inclusionProof = async (
  { leaf, size }: { readonly leaf: number; readonly size: number },
  reading: Reading,
): Promise<Hash[]> => {
  if (leaf < 0 || leaf >= size) throw new Error(`leaf ${leaf} is not among the first ${size}`);
  return hashesOf(pathOf(leaf, { from: 0, to: size }), reading);
};

/**
 * Shows that the tree of the first `from` leaves is the beginning of that of the first `to` (RFC 6962 §2.1.2). Empty
 * from 0 and between equal sizes. @throws Error when the first is the larger one
 */
export const consistencyProof = async ({ from, to }: Range, reading: Reading): Promise<Hash[]> => {
  if (from > to) throw new Error(`a tree of ${from} leaves does not begin one of ${to}`);
  return from === 0 ? [] : hashesOf(growthOf(from, { from: 0, to }), reading);
};

const hashesOf = (ranges: readonly Range[], { nodeAt, sha256 }: Reading): Promise<Hash[]> =>
  Promise.all(ranges.map((range) => rangeHash(range, nodeAt, sha256)));

const pathOf = (leaf: number, { from, to }: Range): Range[] => {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  return leaf < middle
    ? [...pathOf(leaf, { from, to: middle }), { from: middle, to }]
    : [...pathOf(leaf, { from: middle, to }), { from, to: middle }];
};

/** `old` counts leaves from the beginning of the whole tree; what starts there is known to the verifier. */
const growthOf = (old: number, { from, to }: Range): Range[] => {
  if (old === to) return from === 0 ? [] : [{ from, to }];
  const middle = from + splitOf(to - from);
  return old <= middle
    ? [...growthOf(old, { from, to: middle }), { from: middle, to }]
    : [...growthOf(old, { from: middle, to }), { from, to: middle }];
};

export type Inclusion = {
  readonly leaf: number;
  readonly size: number;
  /** The leaf's own hash. */
  readonly hash: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
};

/** Whether a leaf hash stands at its place in the tree of this size and root. */
export const provesInclusion = (
  { leaf, size, hash, root, proof }: Inclusion,
  sha256: Sha256,
): boolean => {
  if (!isCount(leaf) || !isCount(size) || leaf >= size) return false;
  const climb = (at: number, width: number, left: number): Hash | null => {
    if (width === 1) return left === 0 ? hash : null;
    const beside = proof[left - 1];
    if (!beside) return null;
    const k = splitOf(width);
    const below = at < k ? climb(at, k, left - 1) : climb(at - k, width - k, left - 1);
    if (!below) return null;
    return at < k ? nodeHash(below, beside, sha256) : nodeHash(beside, below, sha256);
  };
  const reached = climb(leaf, size, proof.length);
  return reached !== null && sameHash(reached, root);
};

export type Head = { readonly size: number; readonly root: Hash };

export type Growth = { readonly from: Head; readonly to: Head; readonly proof: readonly Hash[] };

/** Whether a tree is an older one with leaves added at its end, and none changed. */
export const provesConsistency = ({ from, to, proof }: Growth, sha256: Sha256): boolean => {
  if (!isCount(from.size) || !isCount(to.size) || from.size > to.size) return false;
  if (to.size === 0 && !sameHash(to.root, emptyRoot(sha256))) return false;
  if (from.size === 0) return proof.length === 0 && sameHash(from.root, emptyRoot(sha256));
  const rebuilt = rebuild(from, { to: to.size, proof, sha256 });
  return rebuilt !== null && sameHash(rebuilt.old, from.root) && sameHash(rebuilt.now, to.root);
};

type Rebuilt = { readonly old: Hash; readonly now: Hash };

/** Both roots as the proof's hashes make them; null when the proof has too few hashes or too many. */
const rebuild = (
  from: Head,
  { to, proof, sha256 }: { to: number; proof: readonly Hash[]; sha256: Sha256 },
): Rebuilt | null => {
  const climb = (old: number, range: Range, left: number): Rebuilt | null => {
    const last = proof[left - 1];
    if (old === range.to && range.from === 0)
      return left === 0 ? { old: from.root, now: from.root } : null;
    if (!last) return null;
    if (old === range.to) return left === 1 ? { old: last, now: last } : null;
    const middle = range.from + splitOf(range.to - range.from);
    if (old <= middle) {
      const below = climb(old, { from: range.from, to: middle }, left - 1);
      return below && { old: below.old, now: nodeHash(below.now, last, sha256) };
    }
    const below = climb(old, { from: middle, to: range.to }, left - 1);
    return (
      below && {
        old: nodeHash(last, below.old, sha256),
        now: nodeHash(last, below.now, sha256),
      }
    );
  };
  return climb(from.size, { from: 0, to }, proof.length);
};

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
