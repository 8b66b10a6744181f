import type { Sha256 } from './commitment.ts';

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;

/** The hash of a leaf: SHA-256(0x00 ‖ bytes) (RFC 6962 §2.1). */
export const leafHash = (bytes: Uint8Array, sha256: Sha256): Hash => {
  const input = new Uint8Array(1 + bytes.length);
  input.set(bytes, 1);
  return sha256(input);
};

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export const nodeHash = (left: Hash, right: Hash, sha256: Sha256): Hash => {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return sha256(input);
};

/** The root of a tree without leaves: the hash of nothing. */
export const emptyRoot = (sha256: Sha256): Hash => sha256(new Uint8Array());

/** A perfect subtree: the 2^height leaves from index · 2^height on. */
export type Subtree = { readonly height: number; readonly index: number };

/** Some consecutive leaves: from `from` up to and without `to`. */
export type Range = { readonly from: number; readonly to: number };

/** Gives the hash of a perfect subtree. */
export type NodeAt = (subtree: Subtree) => Promise<Hash>;

/** The largest power of two below n, for n > 1: where RFC 6962 splits a tree of n leaves. */
export const splitOf = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** The perfect subtrees that make up a range, left to right, largest first, as in every range of RFC 6962. */
export const subtreesOf = ({ from, to }: Range): Subtree[] => {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to; ) {
    let [width, height] = [1, 0];
    while (width * 2 <= to - at) {
      width *= 2;
      height += 1;
    }
    subtrees.push({ height, index: at / width });
    at += width;
  }
  return subtrees;
};

/** Joins the roots of neighbouring perfect subtrees, left to right and largest first, to the root of all. */
export const joinRoots = (roots: readonly Hash[], sha256: Sha256): Hash =>
  roots.length === 0
    ? emptyRoot(sha256)
    : roots.reduceRight((right, left) => nodeHash(left, right, sha256));

/** The hash of a range of leaves. */
export const rangeHash = async (range: Range, nodeAt: NodeAt, sha256: Sha256): Promise<Hash> =>
  joinRoots(await Promise.all(subtreesOf(range).map(nodeAt)), sha256);

/** The root of a perfect subtree from the 2^n hashes at its foot. */
export const perfectRoot = (hashes: readonly Hash[], sha256: Sha256): Hash => {
  let row = hashes;
  while (row.length > 1) {
    const below = row;
    row = Array.from({ length: below.length / 2 }, (_, index) =>
      nodeHash(hashAt(below, index * 2), hashAt(below, index * 2 + 1), sha256),
    );
  }
  return hashAt(row, 0);
};

const hashAt = (hashes: readonly Hash[], index: number): Hash => {
  const hash = hashes[index];
  if (!hash) throw new Error('a perfect subtree has 2^n hashes at its foot');
  return hash;
};

export const sameHash = (a: Hash, b: Hash): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
