import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What matters of a folder that lies above the home, or is it. */
export type Step = { readonly path: string; readonly mode: number };

export type Judgement =
  | { readonly good: true }
  | { readonly good: false; readonly path: string; readonly fault: string; readonly mend: string };

/**
 * Every folder on the way must let tenants' accounts through (o+x), and none may let others put
 * something else in the place of what root runs (o+w without the sticky bit).
 */
export const judgeWay = (steps: readonly Step[]): Judgement => {
  const closed = steps.find(({ mode }) => (mode & 0o001) === 0);
  if (closed)
    return {
      good: false,
      path: closed.path,
      fault: 'can not be entered by the tenants’ accounts',
      mend: `chmod o+x ${closed.path}`,
    };
  const open = steps.find(({ mode }) => (mode & 0o002) !== 0 && (mode & 0o1000) === 0);
  if (open)
    return {
      good: false,
      path: open.path,
      fault: 'can be written by everyone',
      mend: `chmod o-w ${open.path}`,
    };
  return { good: true };
};

/** Looks at a folder and all above it, symbolic links resolved. */
export const lookAtWay = async (folder: string): Promise<Judgement> =>
  judgeWay(await stepsTo(await realpath(folder)));

const stepsTo = async (path: string): Promise<readonly Step[]> => {
  const { mode } = await stat(path);
  const above = dirname(path) === path ? [] : await stepsTo(dirname(path));
  return [...above, { path, mode }];
};
