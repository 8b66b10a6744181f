import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'coverage']);

/** The files below some folders of the clone that a build is made from: sources, but no tests. */
export const sourceFiles = (clone: string, folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) => filesIn(join(clone, folder))).sort();

const filesIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const file = join(path, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesIn(file);
    return entry.isFile() && !/\.test\.tsx?$/.test(entry.name) ? [file] : [];
  });

/** 12 hex digits that change when any of the files, its place or a fact changes. */
export const fingerprint = (
  clone: string,
  files: readonly string[],
  facts: readonly string[] = [],
): string => {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const file of files) {
    const content = createHash('sha256').update(readFileSync(file)).digest('hex');
    hash.update(`${relative(clone, file)}\0${content}\n`);
  }
  return hash.digest('hex').slice(0, 12);
};
