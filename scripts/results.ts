import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clone } from './settings.ts';

const folder = join(clone, 'node_modules/.cache/bulwark');

/** Where a run of the tests leaves what it has shown. */
export const resultsFile = join(folder, 'results.json');
const stampFile = join(folder, 'results-stamp.json');

export type Results = {
  readonly suites: readonly {
    readonly file: string;
    readonly seconds: number;
    readonly broken: boolean;
    readonly tests: readonly { readonly title: string; readonly status: string }[];
  }[];
};

/** Which state of the sources the results belong to. */
export type Stamp = { readonly commit: string; readonly whole: boolean };

export const readResults = (): Results =>
  existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : { suites: [] };

export const readStamp = (): Stamp | null =>
  existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : null;

/** Null before a run: results of another run must not be taken for this one's. */
export const writeStamp = (stamp: Stamp | null): void => {
  mkdirSync(dirname(stampFile), { recursive: true });
  rmSync(stampFile, { force: true });
  if (stamp) writeFileSync(stampFile, JSON.stringify(stamp));
  else rmSync(resultsFile, { force: true });
};

/** The commit of a clone, marked when there are changes that it does not hold. */
export const commitOf = (repository: string): string => {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
  return git('rev-parse', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+changes');
};
