import type { RawConnection, TableShape } from '@bulwark/db/rows';

/** The schemas that the login of this snapshot sees. */
export const schemaNames = async (snapshot: RawConnection): Promise<string[]> => {
  const found = await snapshot.query(
    'SELECT schema_name AS name FROM information_schema.schemata ORDER BY schema_name',
  );
  return found.map(({ name }) => String(name));
};

/** The migrations that a schema has taken. */
export const migrationsIn = async (
  snapshot: RawConnection,
  database: string,
  shapes: readonly TableShape[],
): Promise<string[]> => {
  if (!shapes.some(({ name }) => name === 'schema_migration')) return [];
  const rows = await snapshot.query(
    `SELECT name FROM \`${database}\`.schema_migration WHERE ended IS NOT NULL ORDER BY name`,
  );
  return rows.map(({ name }) => String(name));
};

/** Where a service's lane stands; null for a schema without one. */
export const laneIn = async (
  snapshot: RawConnection,
  database: string,
  { tables }: { readonly tables: readonly { readonly name: string }[] },
) => {
  if (!tables.some(({ name }) => name === 'lane')) return null;
  const [row] = await snapshot.query(
    `SELECT epoch, events, audit FROM \`${database}\`.lane WHERE id = 1`,
  );
  if (!row) return null;
  return { epoch: Number(row.epoch), events: Number(row.events), audit: Number(row.audit) };
};

/** How many leaves a ledger has. */
export const leavesIn = async (snapshot: RawConnection, ledger: string): Promise<number> => {
  const [row] = await snapshot.query(
    `SELECT first_leaf + leaves AS size FROM \`${ledger}\`.bundle ORDER BY first_leaf DESC LIMIT 1`,
  );
  return Number(row?.size ?? 0);
};
