import { expect, test } from '@jest/globals';
import { whyNotYet } from './readiness.ts';
import type { ImportResult } from './types.ts';

const aResult = (part: Partial<ImportResult> = {}): ImportResult => ({
  rows: 3,
  valid: 3,
  errors: [],
  notes: [],
  notImported: [],
  ...part,
});
const error = { row: 2, column: 'treatment', message: 'unknown', value: 'open' };

test('nothing is imported before this very mapping was tried, with an error, or without a row', () => {
  expect(whyNotYet(false, aResult())).toMatch(/has been tried/);
  expect(whyNotYet(true, aResult({ valid: 2, errors: [error] }))).toMatch(/Correct the mapping/);
  expect(whyNotYet(true, aResult({ rows: 0, valid: 0 }))).toMatch(/no row/);
});

test('notes do not stand in the way', () => {
  expect(whyNotYet(true, aResult({ notes: [error] }))).toBeNull();
});
