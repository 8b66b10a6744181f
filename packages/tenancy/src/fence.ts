import { asOwner } from './owners.ts';
import type { Connection, Database } from './parts.ts';
import { account, readerName, type Schema, schemaName, schemas } from './schemas.ts';

const loginsOf = (id: string): readonly string[] => [
  ...schemas.map((schema) => schemaName(id, schema)),
  readerName(id),
];

/**
 * Keeps every process of a tenant out of its schemas: logins locked, connections ended. Whatever still runs, anywhere,
 * can commit nothing from here on.
 */
export const closeFence = async ({ query, server }: Database, id: string): Promise<void> => {
  const logins = loginsOf(id);
  for (const login of logins)
    await query(`ALTER USER IF EXISTS ${account(server, login)} ACCOUNT LOCK`);
  const held = logins.map(() => '?').join(', ');
  const rows = await query(
    `SELECT id FROM information_schema.processlist WHERE user IN (${held})`,
    logins,
  );
  for (const { id: connection } of rows) await unlessGone(query(`KILL ${Number(connection)}`));
};

export const openFence = async ({ query, server }: Database, id: string): Promise<void> => {
  for (const login of loginsOf(id))
    await query(`ALTER USER IF EXISTS ${account(server, login)} ACCOUNT UNLOCK`);
};

/** A connection that ended meanwhile is no fault (ER_NO_SUCH_THREAD). */
const unlessGone = async (killed: Promise<unknown>): Promise<void> => {
  try {
    await killed;
  } catch (error) {
    if ((error as { errno?: number }).errno !== 1094) throw error;
  }
};

/** How an operator task reaches each schema of a tenant while the fence is closed. */
export type Owners = { readonly [schema in Schema]: Connection };

/** Opens the owner logins of all schemas for one task, and locks them whatever happens. */
export const asOwners = async <T>(
  database: Database,
  id: string,
  task: (owners: Owners) => Promise<T>,
): Promise<T> => {
  const open = async (
    left: readonly Schema[],
    owners: Readonly<Record<string, Connection>>,
  ): Promise<T> => {
    const [schema, ...rest] = left;
    if (!schema) return await task(owners as Owners);
    return await asOwner(database, { id, schema }, (login) =>
      open(rest, {
        ...owners,
        [schema]: { ...login, ...database.server, database: schemaName(id, schema) },
      }),
    );
  };
  return await open(schemas, {});
};
