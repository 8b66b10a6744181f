import { join } from 'node:path';

/** The program that takes a backup: beside this file, as source or as its own entry of a build. */
export const childProgram = (): string => {
  const isSource = import.meta.filename.endsWith('.ts');
  return join(import.meta.dirname, isSource ? 'child.ts' : 'backup-child.mjs');
};

/** What the child gets of the environment: nothing that its parent was told. */
export const childEnvironment = { NODE_ENV: 'production', NODE_NO_WARNINGS: '1', TZ: 'UTC' };

/** The folder of the cell is the child's one argument. @throws Error without one */
export const cellFolder = (argv: readonly string[] = process.argv): string => {
  const folder = argv[2];
  if (!folder) throw new Error('give the folder of the cell as the first argument');
  return folder;
};
