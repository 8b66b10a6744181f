import { expect, test } from '@jest/globals';
import { createAdmission, spend } from './rate.ts';

const rate = { perSecond: 2, burst: 3 };

test('a burst is admitted, then what comes back by the second', () => {
  let time = 0;
  const admit = createAdmission({ rate, now: () => time });
  expect([1, 2, 3, 4].map(() => admit('a'))).toEqual([true, true, true, false]);
  expect(admit('b')).toBe(true);
  time = 500;
  expect([admit('a'), admit('a')]).toEqual([true, false]);
});

test('rest never saves more than the burst', () => {
  expect(spend({ left: 1, at: 0 }, rate, 60_000)).toEqual({ left: 2, at: 60_000 });
});

test('a rate of zero admits all', () => {
  const admit = createAdmission({ rate: { perSecond: 0, burst: 0 }, now: () => 0 });
  expect(admit('a')).toBe(true);
});
