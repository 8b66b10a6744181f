import type { Sha256 } from './commitment.ts';
import { emptyRoot, type Hash, joinRoots, perfectRoot, type Subtree } from './merkle.ts';

/** Hashes in a full tile; a tile is the foot of a perfect subtree of height 8 (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** The n-th tile of a level; level 0 holds leaf hashes, each level above the roots of full tiles below. */
export type TilePlace = { readonly level: number; readonly index: number };
export type Tile = TilePlace & { readonly hashes: readonly Hash[] };

/** Where C2SP tlog-tiles serves a tile: `tile/<L>/<N>[.p/<W>]`, with a width for a partial one. */
export const tilePath = ({ level, index }: TilePlace, width = TILE_WIDTH): string => {
  const digits = String(index);
  const parts = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/');
  return `tile/${level}/${name}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
};

/** Which hashes of which tile make up a perfect subtree. */
export const tileUnder = ({ height, index }: Subtree) => {
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height % TILE_HEIGHT);
  const first = index * count;
  return {
    place: { level, index: Math.floor(first / TILE_WIDTH) },
    first: first % TILE_WIDTH,
    count,
  };
};

/** The hash of a perfect subtree from the tile under it. @throws Error when the tile is too narrow */
export const subtreeHash = (subtree: Subtree, hashes: readonly Hash[], sha256: Sha256): Hash => {
  const { first, count } = tileUnder(subtree);
  if (first + count > hashes.length) throw new Error('the tile does not reach that far');
  return perfectRoot(hashes.slice(first, first + count), sha256);
};

/** A tile's bytes: its hashes one after the other. */
export const packTile = (hashes: readonly Hash[]): Uint8Array => {
  const bytes = new Uint8Array(hashes.length * 32);
  for (const [index, hash] of hashes.entries()) bytes.set(hash, index * 32);
  return bytes;
};

/** @throws Error when the bytes are no row of hashes */
export const unpackTile = (bytes: Uint8Array): Hash[] => {
  if (bytes.length % 32 !== 0) throw new Error('a tile is a row of hashes of 32 bytes');
  return Array.from({ length: bytes.length / 32 }, (_, index) =>
    bytes.subarray(index * 32, index * 32 + 32),
  );
};

/** A Merkle tree that grows leaf by leaf and keeps its right edge only: at most 255 hashes of each level of tiles. */
export const createTree = (sha256: Sha256) => {
  const edge: Hash[][] = [];
  let size = 0;

  /** Adds a hash to a level; a tile that it fills is given to `full`, and its root goes up. */
  const add = (level: number, hash: Hash, full: Tile[]): void => {
    const hashes = edge[level] ?? [];
    edge[level] = hashes;
    hashes.push(hash);
    if (hashes.length < TILE_WIDTH) return;
    const index = Math.floor((size - 1) / TILE_WIDTH ** (level + 1));
    full.push({ level, index, hashes });
    edge[level] = [];
    add(level + 1, perfectRoot(hashes, sha256), full);
  };

  return {
    size: (): number => size,
    /** Adds the hash of the next leaf; answers the tiles that are full now, lowest first. */
    append: (leaf: Hash): Tile[] => {
      const full: Tile[] = [];
      size += 1;
      add(0, leaf, full);
      return full;
    },
    root: (): Hash =>
      size === 0
        ? emptyRoot(sha256)
        : joinRoots(
            edge.toReversed().flatMap((hashes) => rootsIn(hashes, sha256)),
            sha256,
          ),
    /** The tile at the right edge of a level, still partial; null for a tile that is full, or not begun. */
    partial: ({ level, index }: TilePlace): readonly Hash[] | null => {
      const hashes = edge[level];
      const at = Math.floor(size / TILE_WIDTH ** (level + 1));
      return hashes && hashes.length > 0 && at === index ? hashes : null;
    },
  };
};
export type Tree = ReturnType<typeof createTree>;

/** A partial tile as perfect subtrees, largest first. */
const rootsIn = (hashes: readonly Hash[], sha256: Sha256): Hash[] => {
  const roots: Hash[] = [];
  for (let at = 0; at < hashes.length; ) {
    const width = 2 ** Math.floor(Math.log2(hashes.length - at));
    roots.push(perfectRoot(hashes.slice(at, at + width), sha256));
    at += width;
  }
  return roots;
};
