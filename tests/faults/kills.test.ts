import { services } from '@bulwark/tenancy';
import { expect, test } from '@jest/globals';
import { isProof } from '../world/proof.ts';
import { storm } from './kills.ts';

const size = isProof ? { seconds: 130, kills: 5 } : { seconds: 20, kills: 1 };

const apart = services.map((service) => `cell-acme-${service}-1`);

const shapes = [
  {
    shape: 'one cell over the embedded log',
    options: [],
    cell: ['cell-acme'],
    before: [],
    inEveryRun: true,
  },
  {
    shape: 'one cell over Apache Kafka',
    options: ['--kafka'],
    cell: ['cell-acme', 'broker'],
    before: [],
    inEveryRun: false,
  },
  {
    shape: 'split services over Apache Kafka',
    options: ['--kafka'],
    cell: [...apart, 'broker'],
    before: [['tenant', 'pack', 'acme', 'split']],
    inEveryRun: true,
  },
];

// The long form takes each shape; the short form those two that differ in everything.
test.each(isProof ? shapes : shapes.filter(({ inEveryRun }) => inEveryRun))(
  '[claim 7.10] kill -9 of every process under load, $shape, loses nothing between action and trail',
  async ({ options, cell, before }) => {
    const seed = Number(process.env.BULWARK_SEED ?? Date.now() % 1_000_000);
    const targets = ['gateway', 'witness', 'supervisor', 'database', ...cell];
    const aftermath = await storm({
      ...size,
      perSecond: 50,
      targets,
      seed,
      options,
      before,
      say: (line) => process.stderr.write(`${line}\n`),
    });
    process.stderr.write(`${JSON.stringify(aftermath)}\n`);
    expect(aftermath.faults).toEqual([]);
    expect(aftermath.acknowledged).toBeGreaterThan(100);
    expect(Object.keys(aftermath.killed).sort()).toEqual(targets.toSorted());
  },
  400_000,
);
