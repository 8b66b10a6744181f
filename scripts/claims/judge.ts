import type { Results } from '../results.ts';

export type Promised = { readonly id: string; readonly promise: string; readonly shownBy: string };

export type Judged = {
  readonly id: string;
  readonly state: 'kept' | 'broken' | 'not yet';
  readonly tests: readonly string[];
};

/**
 * A promise is kept when every test that bears its id ran and passed, broken when one failed, and not yet kept while
 * there is none or one of them did not run. A title alone keeps nothing.
 */
export const judgeClaims = (promises: readonly Promised[], { suites }: Results): Judged[] => {
  const tests = suites.flatMap((suite) =>
    suite.tests.map(({ title, status }) => ({ title, status: suite.broken ? 'failed' : status })),
  );
  return promises.map(({ id }) => {
    const bearing = tests.filter(({ title }) => title.includes(`[claim ${id}]`));
    return {
      id,
      state: stateOf(bearing.map(({ status }) => status)),
      tests: bearing.map(({ title }) => title),
    };
  });
};

const stateOf = (statuses: readonly string[]): Judged['state'] => {
  if (statuses.includes('failed')) return 'broken';
  const allPassed = statuses.length > 0 && statuses.every((status) => status === 'passed');
  return allPassed ? 'kept' : 'not yet';
};
