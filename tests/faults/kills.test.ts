import { expect, test } from '@jest/globals';
import { isProof } from '../world/proof.ts';
import { storm } from './kills.ts';

const size = isProof ? { seconds: 130, kills: 5 } : { seconds: 20, kills: 1 };

test.each([
  { bus: 'the embedded log', options: [], broker: [] },
  { bus: 'Apache Kafka', options: ['--kafka'], broker: ['broker'] },
])(
  '[claim 7.10] kill -9 of every process under load over $bus loses nothing between action and trail',
  async ({ options, broker }) => {
    const seed = Number(process.env.BULWARK_SEED ?? Date.now() % 1_000_000);
    const targets = ['gateway', 'cell-acme', 'supervisor', 'database', ...broker];
    const aftermath = await storm({
      ...size,
      perSecond: 50,
      targets,
      seed,
      options,
      say: (line) => process.stderr.write(`${line}\n`),
    });
    process.stderr.write(`${JSON.stringify(aftermath)}\n`);
    expect(aftermath.faults).toEqual([]);
    expect(aftermath.acknowledged).toBeGreaterThan(100);
    expect(Object.keys(aftermath.killed).sort()).toEqual(targets.toSorted());
  },
  400_000,
);
