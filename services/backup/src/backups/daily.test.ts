import { expect, test } from '@jest/globals';
import { isMissed, nightlySchedule } from './daily.ts';

const tenants = Array.from({ length: 3000 }, (_, n) => `t${n.toString(36).padStart(9, 'a')}`);

test('every tenant’s backup has its own minute of the night, always the same', () => {
  const minutes = tenants.map((tenant) => {
    const [minute, hour] = nightlySchedule(tenant).split(' ').map(Number);
    return (hour ?? 0) * 60 + (minute ?? 0);
  });
  expect(Math.min(...minutes)).toBe(60);
  expect(Math.max(...minutes)).toBe(6 * 60 - 1);
  const counts = new Map<number, number>();
  for (const minute of minutes) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  expect(Math.max(...counts.values())).toBeLessThan(30);
  expect(nightlySchedule('t4k2mabcde')).toBe(nightlySchedule('t4k2mabcde'));
});

const now = new Date('2026-03-03T03:00:00Z');

test.each([
  ['no backup was ever begun', null, null, false],
  ['none was ever whole', '2026-03-02T03:00:00Z', null, true],
  ['last night’s was whole', '2026-03-02T03:00:00Z', '2026-03-02T03:00:00Z', false],
  ['last night’s was not', '2026-03-02T03:00:00Z', '2026-03-01T03:00:00Z', true],
])('%s', (_, last, lastVerified, missed) => {
  expect(isMissed({ last, lastVerified, now })).toBe(missed);
});
