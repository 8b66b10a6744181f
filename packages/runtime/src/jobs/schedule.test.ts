import { expect, test } from '@jest/globals';
import { nextDue, waitAfter } from './schedule.ts';

test.each([
  ['0 3 * * *', '2026-03-29T00:30:00.000Z', '2026-03-29T03:00:00.000Z'],
  ['0 3 * * *', '2026-03-29T03:00:00.000Z', '2026-03-30T03:00:00.000Z'],
  ['17 1 * * *', '2026-12-31T01:17:01.000Z', '2027-01-01T01:17:00.000Z'],
  ['30 2 * * 0', '2026-10-25T00:00:00.000Z', '2026-10-25T02:30:00.000Z'],
])('%s after %s is %s, in UTC', (schedule, after, due) => {
  expect(nextDue(schedule, new Date(after)).toISOString()).toBe(due);
});

test.each(['* * * * * *', '0 25 * * *', 'daily', '0 0 31 2 *'])('%s is refused', (schedule) => {
  expect(() => nextDue(schedule, new Date('2026-01-01'))).toThrow();
});

test('what fails waits longer each time, an hour at most', () => {
  expect([1, 2, 3, 6, 7, 8, 60].map((n) => waitAfter(n) / 60_000)).toEqual([
    1, 2, 4, 32, 60, 60, 60,
  ]);
});
