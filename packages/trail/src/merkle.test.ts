import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  consistencyProof,
  createTree,
  type Hash,
  inclusionProof,
  leafHash,
  nodeHash,
  packTile,
  provesConsistency,
  provesInclusion,
  rangeHash,
  type Subtree,
  subtreeHash,
  tilePath,
  tileUnder,
  unpackTile,
} from './index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (hash: Hash): string => Buffer.from(hash).toString('hex');

/** The leaves and roots that the reference implementation of Certificate Transparency is tested with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962 §2.1, word by word. */
const treeHash = (leaves: readonly Uint8Array[]): Hash => {
  const [first] = leaves;
  if (!first) return sha256(new Uint8Array());
  if (leaves.length === 1) return leafHash(first, sha256);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)), sha256);
};

const someLeaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => Buffer.from(`leaf ${index}`));

/** Reads nodes as a server does: from tiles, the full ones as stored and the others at the tree's edge. */
const readerOf = (leaves: readonly Uint8Array[]) => {
  const tree = createTree(sha256);
  const stored = new Map<string, readonly Hash[]>();
  for (const leaf of leaves)
    for (const tile of tree.append(leafHash(leaf, sha256)))
      stored.set(tilePath(tile), unpackTile(packTile(tile.hashes)));
  const nodeAt = async (subtree: Subtree): Promise<Hash> => {
    const { place } = tileUnder(subtree);
    const hashes = stored.get(tilePath(place)) ?? tree.partial(place) ?? [];
    return subtreeHash(subtree, hashes, sha256);
  };
  return { tree, stored, reading: { nodeAt, sha256 } };
};

test('the roots of the published test vectors', () => {
  const tree = createTree(sha256);
  expect(hex(tree.root())).toBe(ROOTS[0]);
  for (const [index, leaf] of LEAVES.entries()) {
    tree.append(leafHash(Buffer.from(leaf, 'hex'), sha256));
    expect([tree.size(), hex(tree.root())]).toEqual([index + 1, ROOTS[index + 1]]);
  }
});

test('the proofs of the published test vectors', async () => {
  const { reading } = readerOf(LEAVES.map((leaf) => Buffer.from(leaf, 'hex')));
  const path = async (leaf: number, size: number) =>
    (await inclusionProof({ leaf, size }, reading)).map(hex);
  expect(await path(0, 1)).toEqual([]);
  expect(await path(0, 8)).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  const growth = (await consistencyProof({ from: 6, to: 8 }, reading)).map(hex);
  expect(growth).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
});

test('at every size up to 700 the tree has the root that the definition gives', async () => {
  const leaves = someLeaves(700);
  const { reading } = readerOf(leaves);
  const tree = createTree(sha256);
  for (const [index, leaf] of leaves.entries()) {
    tree.append(leafHash(leaf, sha256));
    if (index % 37 !== 0 && ![254, 255, 256, 511, 512].includes(index)) continue;
    const defined = hex(treeHash(leaves.slice(0, index + 1)));
    expect(hex(tree.root())).toBe(defined);
    expect(hex(await rangeHash({ from: 0, to: index + 1 }, reading.nodeAt, sha256))).toBe(defined);
  }
});

const BIG = 66_000;
const leaves = someLeaves(BIG);
const big = readerOf(leaves);
const rootAt = (size: number) => rangeHash({ from: 0, to: size }, big.reading.nodeAt, sha256);
const sizes = fc.oneof(
  fc.integer({ min: 1, max: BIG }),
  fc.constantFrom(1, 255, 256, 257, 512, 65_535, 65_536, 65_537, BIG),
);
const flipped = (hash: Hash): Hash =>
  Uint8Array.from(hash, (byte, at) => (at === 7 ? byte ^ 1 : byte));

test('an inclusion proof shows its leaf at its place, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (size, any) => {
      const leaf = any % size;
      const proof = await inclusionProof({ leaf, size }, big.reading);
      const hash = leafHash(leaves[leaf] ?? new Uint8Array(), sha256);
      const whole = { leaf, size, hash, root: await rootAt(size), proof };
      const proves = (change: object): boolean => provesInclusion({ ...whole, ...change }, sha256);
      expect(proves({})).toBe(true);
      expect(proves({ hash: flipped(hash) })).toBe(false);
      expect(proves({ root: flipped(whole.root) })).toBe(false);
      expect(proves({ leaf: leaf === 0 ? size : leaf - 1 })).toBe(false);
      expect(proves({ leaf: -1 })).toBe(false);
      expect(proves({ proof: [...proof, hash] })).toBe(false);
      for (const at of proof.keys()) {
        expect(proves({ proof: proof.with(at, flipped(proof[at] ?? hash)) })).toBe(false);
        expect(proves({ proof: proof.toSpliced(at, 1) })).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('a consistency proof shows that a tree only grew, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (size, any) => {
      const older = any % (size + 1);
      const proof = await consistencyProof({ from: older, to: size }, big.reading);
      const from = { size: older, root: await rootAt(older) };
      const to = { size, root: await rootAt(size) };
      const proves = (change: object): boolean =>
        provesConsistency({ from, to, proof, ...change }, sha256);
      expect(proves({})).toBe(true);
      expect(proves({ from: { ...from, root: flipped(from.root) } })).toBe(false);
      if (older > 0) expect(proves({ to: { ...to, root: flipped(to.root) } })).toBe(false);
      expect(proves({ proof: [...proof, to.root] })).toBe(false);
      if (older < size) expect(proves({ from: to, to: from })).toBe(false);
      for (const at of proof.keys()) {
        const wrong = proof.with(at, flipped(proof[at] ?? to.root));
        expect(proves({ proof: wrong })).toBe(false);
        expect(proves({ proof: proof.toSpliced(at, 1) })).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('tiles are those that C2SP names for 66,000 leaves', () => {
  expect(big.stored.size).toBe(257 + 1);
  expect(big.stored.get('tile/0/256')).toHaveLength(256);
  expect(big.stored.get('tile/1/000')).toHaveLength(256);
  expect(big.tree.partial({ level: 0, index: 257 })).toHaveLength(66_000 - 257 * 256);
  expect(big.tree.partial({ level: 1, index: 1 })).toHaveLength(1);
  expect(big.tree.partial({ level: 2, index: 0 })).toHaveLength(1);
  expect(big.tree.partial({ level: 0, index: 256 })).toBe(null);
  expect(tilePath({ level: 0, index: 1_234_067 })).toBe('tile/0/x001/x234/067');
  expect(tilePath({ level: 1, index: 5 }, 17)).toBe('tile/1/005.p/17');
});
