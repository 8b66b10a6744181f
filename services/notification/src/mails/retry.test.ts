import { expect, test } from '@jest/globals';
import type { Kind } from '../types/mail.ts';
import { afterFailure } from './retry.ts';

const now = new Date('2026-03-01T12:00:00Z');

/** Minutes after the first try at which a mail that always fails is tried, and how it ends. */
const triesOf = (kind: Kind) => {
  const minutes = [0];
  for (;;) {
    const verdict = afterFailure(kind, minutes.length, now);
    if (verdict.state === 'failed') return { minutes, facts: verdict.facts };
    const wait = (verdict.due.getTime() - now.getTime()) / 60_000;
    minutes.push((minutes.at(-1) ?? 0) + wait);
  }
};

test('a mail is tried for a day, with growing waits, and can be released then', () => {
  expect(triesOf('welcome')).toEqual({
    minutes: [0, 1, 6, 21, 81, 201, 321, 441, 561, 681, 801, 921, 1041, 1161, 1281, 1401],
    facts: 'kept',
  });
});

test('a mail with a link is tried as long as the link lives, and forgotten', () => {
  expect(triesOf('reset-link')).toEqual({ minutes: [0, 1, 6, 21], facts: 'forgotten' });
});
