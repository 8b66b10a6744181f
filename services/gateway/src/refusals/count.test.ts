import { expect, test } from '@jest/globals';
import type { Fields } from '../process.ts';
import { createRefusals } from './count.ts';

const aScene = () => {
  const clock = { now: 0 };
  const lines: (Fields | undefined)[] = [];
  const tasks: (() => void)[] = [];
  const tell = (_message: string, fields?: Fields) => void lines.push(fields);
  const refusals = createRefusals({
    now: () => clock.now,
    log: { info: tell, warn: tell, error: tell },
    schedule: (_every, task) => {
      tasks.push(task);
      return () => undefined;
    },
  });
  refusals.start();
  return { clock, lines, refusals, tick: () => tasks[0]?.() };
};

test('refusals are counted by tenant, kind and minute, and told once', () => {
  const { clock, lines, refusals, tick } = aScene();
  refusals.count(null, 'misdirected_request');
  refusals.count('t4k2mabcde', 'host_invalid');
  refusals.count('t4k2mabcde', 'host_invalid');
  const first = [
    {
      minute: '1970-01-01T00:00:00.000Z',
      tenant: 'unknown',
      kind: 'misdirected_request',
      count: 1,
    },
    { minute: '1970-01-01T00:00:00.000Z', tenant: 't4k2mabcde', kind: 'host_invalid', count: 2 },
  ];
  expect(refusals.counts()).toEqual(first);
  clock.now = 60_000;
  tick();
  clock.now = 120_000;
  tick();
  expect(lines).toEqual([{ counts: first }]);
  expect(refusals.counts()).toEqual([]);
});
