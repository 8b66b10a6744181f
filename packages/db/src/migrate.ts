import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type DatabaseAddress, type Sql } from './connect.ts';

/** A folder of `NNNN-name.sql` files, one statement each, under the name that the database remembers them by. */
export type MigrationSet = { readonly name: string; readonly folder: string };

type Step = {
  readonly set: string;
  readonly number: number;
  readonly name: string;
  readonly file: string;
};

/** Thrown when the data was written by newer code than this. */
export class NewerData extends Error {}

/**
 * Brings a schema forward, one statement at a time, and says which steps it took. A step that was cut off is taken
 * again. @throws NewerData when the schema knows steps that these folders do not.
 */
export const migrate = async ({
  connection,
  sets,
}: {
  connection: DatabaseAddress;
  sets: readonly MigrationSet[];
}): Promise<{ applied: string[] }> => {
  const { sql, close } = connect(connection, { most: 1 });
  try {
    await sql.raw(TABLE);
    const steps = (await Promise.all(sets.map(readSet))).flat();
    const done = await readDone(sql);
    refuseNewer(steps, done);
    const applied: string[] = [];
    for (const step of steps) {
      const key = keyOf(step);
      if (done.get(key)) continue;
      await take(sql, step, done.has(key));
      applied.push(key);
    }
    return { applied };
  } finally {
    await close();
  }
};

/**
 * What stands between a schema and this code: steps not taken yet, and steps that only newer code knows.
 * A service starts only when both are empty.
 */
export const schemaGap = async (
  sql: Sql,
  sets: readonly MigrationSet[],
): Promise<{ missing: string[]; unknown: string[] }> => {
  const keys = (await Promise.all(sets.map(readSet))).flat().map(keyOf);
  const done = await readDone(sql);
  const known = new Set(keys);
  return {
    missing: keys.filter((key) => !done.get(key)),
    unknown: [...done.keys()].filter((key) => !known.has(key)),
  };
};

const TABLE = `CREATE TABLE IF NOT EXISTS schema_migration (
  name VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  started DATETIME(3) NOT NULL,
  ended DATETIME(3) NULL
)`;

const readSet = async ({ name, folder }: MigrationSet): Promise<Step[]> => {
  const files = (await readdir(folder))
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort();
  return files.map((file) => ({
    set: name,
    number: Number(file.slice(0, 4)),
    name: file.slice(0, -'.sql'.length),
    file: join(folder, file),
  }));
};

const keyOf = ({ set, name }: Step): string => `${set}/${name}`;

/** Steps by key; the value says whether the step was ended. */
const readDone = async (sql: Sql): Promise<Map<string, boolean>> => {
  const rows = await sql('schema_migration').select('name', 'ended');
  return new Map(
    rows.map((row: { name: string; ended: string | null }) => [row.name, row.ended !== null]),
  );
};

const refuseNewer = (steps: readonly Step[], done: ReadonlyMap<string, boolean>): void => {
  const known = new Set(steps.map(keyOf));
  const newer = [...done.keys()].filter((key) => !known.has(key));
  if (newer.length > 0) {
    throw new NewerData(
      `the data was written by a newer version (it knows ${newer.join(', ')}): start that version or restore a backup`,
    );
  }
};

const take = async (sql: Sql, step: Step, wasCutOff: boolean): Promise<void> => {
  const name = keyOf(step);
  const now = new Date().toISOString().replace('T', ' ').replace('Z', '');
  if (!wasCutOff) await sql('schema_migration').insert({ name, started: now });
  try {
    await sql.raw((await readFile(step.file, 'utf8')).replaceAll('?', '\\?'));
  } catch (error) {
    if (!wasCutOff || !isAlreadyThere(error))
      throw new Error(`migration ${name} failed`, { cause: error });
  }
  await sql('schema_migration').where({ name }).update({ ended: now });
};

/** What a statement says whose effect was there before the cut: table, column, key or row exists, or is gone. */
const isAlreadyThere = (error: unknown): boolean =>
  [1050, 1060, 1061, 1062, 1091, 1051].includes((error as { errno?: number }).errno ?? 0);
