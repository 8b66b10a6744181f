import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SHARED_SETS } from '@bulwark/db/shared-sets';
import { type Installation, pathsOf } from './installation.ts';
import { isCode } from './lock.ts';
import { asOwner, lockOwner } from './owners.ts';
import type { Database, Parts } from './parts.ts';
import { type Schema, schemaName, schemas } from './schemas.ts';

/** The sets of numbered files that make up a schema, in the order in which they are applied. */
export const setsOf = (schema: Schema): readonly string[] =>
  schema === 'ledger' || schema === 'bus' ? [schema] : [...SHARED_SETS, schema];

/** Brings all schemas of a tenant to what a build needs. Refused when they are newer than the build. */
export const migrateTenant = async (
  parts: Pick<Parts, 'query' | 'server' | 'migrate'>,
  installation: Installation,
  { id, build }: { readonly id: string; readonly build: string },
): Promise<void> => {
  const folder = join(pathsOf(installation).builds, build, 'migrations');
  const there = await foldersIn(folder);
  for (const schema of schemas) {
    const names = setsOf(schema).filter((name) => there.has(name));
    const sets = names.map((name) => ({ name, folder: join(folder, name) }));
    if (sets.length === 0) continue;
    await asOwner(parts, { id, schema }, async (login) => {
      const connection = {
        ...login,
        ...parts.server,
        database: schemaName(id, schema),
      };
      await parts.migrate({ connection, sets });
    });
  }
};

/** Locks whatever owner login of a tenant a killed task left open. */
export const lockOwners = async (database: Database, id: string): Promise<void> => {
  for (const schema of schemas) await lockOwner(database, { id, schema });
};

/** Migrations that a schema has behind it and that a build does not know. */
export const unknownMigrations = async (
  installation: Installation,
  task: { readonly build: string; readonly schema: Schema; readonly applied: readonly string[] },
): Promise<readonly string[]> => {
  const folder = join(pathsOf(installation).builds, task.build, 'migrations');
  const known = new Set<string>();
  for (const set of setsOf(task.schema)) {
    for (const file of await foldersIn(join(folder, set)))
      known.add(`${set}/${file.replace(/\.sql$/, '')}`);
  }
  return task.applied.filter((name) => !known.has(name));
};

const foldersIn = async (folder: string): Promise<ReadonlySet<string>> => {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return new Set();
    throw error;
  }
};
