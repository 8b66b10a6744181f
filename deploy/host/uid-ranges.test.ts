import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Claims, claimRange, confirmRange } from './uid-ranges.ts';

let folder = '';
let homes = new Set<string>();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ranges-'));
  homes = new Set(['/a', '/b', '/c']);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const claims = (home: string, inUse: readonly number[] = []): Claims => ({
  folder,
  home,
  isHome: async (path) => homes.has(path),
  isInUse: async ({ start }) => inUse.includes(start),
});

test('two homes on a machine never share a range, not even when they start at once', async () => {
  const [a, b] = await Promise.all([claimRange(claims('/a')), claimRange(claims('/b'))]);
  expect([a.start, b.start].sort()).toEqual([20_000, 24_096]);
});

test('a home that asks again gets the range it has', async () => {
  const first = await claimRange(claims('/a'));
  await claimRange(claims('/b'));
  expect(await claimRange(claims('/a'))).toEqual(first);
});

test('a range is free again once its home is gone and nobody runs in it', async () => {
  await claimRange(claims('/a'));
  homes.delete('/a');
  expect((await claimRange(claims('/b', [20_000]))).start).toBe(24_096);
  expect((await claimRange(claims('/c'))).start).toBe(20_000);
});

test('a home that was moved keeps its range; a copy of one that is still there is refused', async () => {
  const range = await claimRange(claims('/a'));
  await expect(confirmRange(claims('/b'), range)).rejects.toThrow('copy');
  homes.delete('/a');
  await confirmRange(claims('/b'), range);
  expect(await claimRange(claims('/b'))).toEqual(range);
});
