import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export type Config = {
  /** The cell's folder. */
  readonly folder: string;
  /** The build's folder: `--resources`, or where the bundle itself lies. */
  readonly resources: string;
  /** Which of several processes of the same service this is; null for the only one. */
  readonly replica: number | null;
};

/**
 * Where this process finds its tenant: `<folder of the cell> [--replica N] [--resources FOLDER]`.
 * @throws Error that says what is missing or wrong
 */
export const readConfig = (args: readonly string[] = process.argv.slice(2)): Config => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { replica: { type: 'string' }, resources: { type: 'string' } },
  });
  const [folder] = positionals;
  if (!folder) throw new Error('give the folder of the cell as the first argument');
  const { replica } = values;
  if (replica !== undefined && !/^[1-9]\d?$/.test(replica))
    throw new Error('--replica must be a number from 1 to 99');
  return {
    folder,
    resources: values.resources ?? dirname(fileURLToPath(import.meta.url)),
    replica: replica === undefined ? null : Number(replica),
  };
};
