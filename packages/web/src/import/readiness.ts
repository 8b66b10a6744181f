import type { ImportResult } from './types.ts';

/** Why nothing can be imported yet; null once it can. */
export const whyNotYet = (isTried: boolean, result: ImportResult | undefined): string | null => {
  if (!isTried || !result) return 'Importing is possible once this mapping has been tried.';
  if (result.errors.length > 0) {
    return 'Nothing is imported while a row has an error. Correct the mapping above or the file, then try again.';
  }
  return result.valid === 0 ? 'There is no row to import.' : null;
};
