import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Config = {
  /** The cell's folder. */
  readonly folder: string;
  /** The build's folder: the second argument, or where the bundle itself lies. */
  readonly resources: string;
};

/** Where this process finds its tenant: the cell's folder is its first argument. @throws Error without one */
export const readConfig = (argv: readonly string[] = process.argv): Config => {
  const folder = argv[2];
  if (!folder) throw new Error('give the folder of the cell as the first argument');
  return { folder, resources: argv[3] ?? dirname(fileURLToPath(import.meta.url)) };
};
