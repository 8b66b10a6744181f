import { expect, test } from '@jest/globals';
import { judgeClaims } from './judge.ts';

const promises = ['4.8', '4.1', '14.8'].map((id) => ({ id, promise: '', shownBy: '' }));
const suite = (...tests: [string, string][]) => ({
  file: 'a.test.ts',
  seconds: 1,
  broken: false,
  tests: tests.map(([title, status]) => ({ title, status })),
});
const states = (...suites: ReturnType<typeof suite>[]) =>
  judgeClaims(promises, { suites }).map(({ state }) => state);

test('a promise is kept by tests that ran and passed, broken by one that failed, not yet by one skipped', () => {
  expect(states()).toEqual(['not yet', 'not yet', 'not yet']);
  expect(states(suite(['[claim 4.8] a', 'passed']))).toEqual(['kept', 'not yet', 'not yet']);
  expect(states(suite(['[claim 4.8] a', 'passed'], ['x [claim 4.8]', 'failed']))[0]).toBe('broken');
  expect(states(suite(['[claim 4.8] a', 'passed'], ['x [claim 4.8]', 'pending']))[0]).toBe(
    'not yet',
  );
  expect(states({ ...suite(['[claim 4.8] a', 'passed']), broken: true })[0]).toBe('broken');
});
