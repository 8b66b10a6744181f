import { expect, test } from '@jest/globals';
import { storm } from './kills.ts';

test('[claim 7.10] kill -9 of gateway, cell, supervisor and database under load loses nothing between action and trail', async () => {
  const seed = Number(process.env.BULWARK_SEED ?? Date.now() % 1_000_000);
  const aftermath = await storm({
    seconds: 25,
    perSecond: 50,
    kills: 1,
    targets: ['gateway', 'cell-acme', 'supervisor', 'database'],
    seed,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stderr.write(`${JSON.stringify(aftermath)}\n`);
  expect(aftermath.faults).toEqual([]);
  expect(aftermath.acknowledged).toBeGreaterThan(200);
  expect(Object.keys(aftermath.killed)).toHaveLength(4);
}, 120_000);
