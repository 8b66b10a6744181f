import { sha256 } from '@bulwark/crypto';
import { isDuplicate, type Sql } from '@bulwark/db';
import {
  consistencyProof,
  createTree,
  type Hash,
  type Head,
  inclusionProof,
  leafHash,
  type Range,
  rangeHash,
  type Subtree,
  sameHash,
  subtreeHash,
  type Tile,
  tilePath,
  tileUnder,
  unpackBundle,
} from '@bulwark/trail';
import { insertTile, readTile, signedBetween } from './repository.ts';

export type LedgerTreeOptions = {
  /** The ledger's own login. */
  readonly sql: Sql;
  /** How many leaves are committed. */
  readonly leaves: () => Promise<number>;
  readonly bundlesAmong: (
    from: number,
    most: number,
  ) => Promise<readonly { first: number; leaves: number; entries: Uint8Array }[]>;
};

/** What is stored is not what was hashed or signed before: nothing may be signed until a person has looked. */
export class TamperedLedger extends Error {}

const CHUNK_LEAVES = 1024;

/**
 * The Merkle tree over the ledger's bundles. It is made again from them at every start, and everything that was stored
 * or signed on the way must come out the same. In memory it keeps its right edge only.
 */
export const createLedgerTree = ({ sql, leaves, bundlesAmong }: LedgerTreeOptions) => {
  const tree = createTree(sha256);
  let unstored: Tile[] = [];
  let fault: TamperedLedger | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const storeTiles = async (): Promise<void> => {
    for (const tile of unstored) await storeTile(sql, tile);
    unstored = [];
  };

  const takeChunk = async (): Promise<void> => {
    const from = tree.size();
    const bundles = await bundlesAmong(from, CHUNK_LEAVES);
    const end = bundles.reduce((_, { first, leaves: count }) => first + count, from);
    const unmet = new Map(
      (await signedBetween(sql, from, end)).map(({ size, root }) => [size, root]),
    );
    for (const bundle of bundles) {
      if (bundle.first !== tree.size()) break;
      for (const entry of unpack(bundle)) unstored.push(...tree.append(leafHash(entry, sha256)));
      meet(unmet, { size: tree.size(), root: tree.root() });
    }
    if (tree.size() === from || tree.size() !== end || unmet.size > 0)
      throw new TamperedLedger(`the ledger is not whole after leaf ${tree.size()}`);
    await storeTiles();
  };

  const catchUp = async (): Promise<void> => {
    if (fault) throw fault;
    try {
      await storeTiles();
      for (const end = await leaves(); tree.size() < end; ) await takeChunk();
    } catch (error) {
      if (error instanceof TamperedLedger) fault = error;
      throw error;
    }
  };

  const nodeAt = async (subtree: Subtree): Promise<Hash> => {
    const { place } = tileUnder(subtree);
    const hashes = tree.partial(place) ?? (await readTile(sql, place));
    if (!hashes) throw new Error(`${tilePath(place)} is missing`);
    return subtreeHash(subtree, hashes, sha256);
  };
  const reading = { nodeAt, sha256 };

  return {
    head: (): Head => ({ size: tree.size(), root: tree.root() }),
    /** Takes in what is committed. @throws TamperedLedger */
    catchUp: (): Promise<void> => {
      const turn = queue.then(catchUp);
      queue = turn.catch(() => undefined);
      return turn;
    },
    rootAt: (size: number): Promise<Hash> => rangeHash({ from: 0, to: size }, nodeAt, sha256),
    inclusion: (leaf: number, size: number): Promise<Hash[]> =>
      inclusionProof({ leaf, size }, reading),
    consistency: (range: Range): Promise<Hash[]> => consistencyProof(range, reading),
  };
};
export type LedgerTree = ReturnType<typeof createLedgerTree>;

const unpack = (bundle: { first: number; leaves: number; entries: Uint8Array }): Uint8Array[] => {
  try {
    const entries = unpackBundle(bundle.entries);
    if (entries.length === bundle.leaves) return entries;
  } catch {
    // A bundle that is cut short says the same as one with too few entries.
  }
  throw new TamperedLedger(`the bundle at leaf ${bundle.first} does not hold its entries`);
};

/** Takes a size off the signed ones that are still to be met. */
const meet = (unmet: Map<number, Hash>, { size, root }: Head): void => {
  const signed = unmet.get(size);
  if (signed && !sameHash(signed, root))
    throw new TamperedLedger(`the first ${size} leaves are not those whose root was signed`);
  unmet.delete(size);
};

/** A tile is stored once; one that is there must be the same. */
const storeTile = async (sql: Sql, tile: Tile): Promise<void> => {
  const stored = await readTile(sql, tile);
  if (!stored) {
    try {
      return await insertTile(sql, tile);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return storeTile(sql, tile);
    }
  }
  const { hashes } = tile;
  const same =
    stored.length === hashes.length && stored.every((hash, n) => isSame(hash, hashes[n]));
  if (!same) throw new TamperedLedger(`${tilePath(tile)} is not what its leaves make`);
};

const isSame = (hash: Hash, other: Hash | undefined): boolean =>
  other !== undefined && sameHash(hash, other);
