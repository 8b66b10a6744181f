import { decryptStream, encryptStream } from '@bulwark/crypto';
import type { RawConnection, TableShape } from '@bulwark/db/rows';
import type { Objects } from '@bulwark/objects';
import { compress, linesOf } from './lines.ts';
import { type Contents, type SchemaCopy, type TableCopy, tableKey } from './manifest.ts';

export type Taking = {
  readonly backup: string;
  readonly tenant: string;
  readonly key: Buffer;
  /** One snapshot of all the tenant's schemas. */
  readonly snapshot: RawConnection;
  readonly objects: Objects;
  readonly now: () => Date;
};

/** Copies every schema that the login sees into storage, table by table, and says what was copied. */
export const takeSchemas = async (
  taking: Taking,
): Promise<Pick<Contents, 'taken' | 'schemas' | 'lanes' | 'ledgerLeaves'>> => {
  const { tenant, snapshot, now } = taking;
  const taken = now().toISOString();
  const prefix = `${tenant}_`;
  const found = await snapshot.query(
    'SELECT schema_name AS name FROM information_schema.schemata ORDER BY schema_name',
  );
  const names = found.map(({ name }) => String(name)).filter((name) => name.startsWith(prefix));
  const schemas: SchemaCopy[] = [];
  const lanes: Record<string, Contents['lanes'][string]> = {};
  for (const database of names) {
    const schema = database.slice(prefix.length);
    const copy = await copySchema(taking, database, schema);
    schemas.push(copy);
    const lane = await laneIn(snapshot, database, copy);
    if (lane) lanes[schema] = lane;
  }
  return { taken, schemas, lanes, ledgerLeaves: await leavesIn(snapshot, `${prefix}ledger`) };
};

const copySchema = async (
  taking: Taking,
  database: string,
  schema: string,
): Promise<SchemaCopy> => {
  const shapes = await taking.snapshot.tables(database);
  const tables: TableCopy[] = [];
  for (const shape of shapes) tables.push(await copyTable(taking, { database, schema, shape }));
  return { schema, migrations: await migrationsIn(taking.snapshot, database, shapes), tables };
};

const copyTable = async (
  { backup, key, snapshot, objects }: Taking,
  { database, schema, shape }: { database: string; schema: string; shape: TableShape },
): Promise<TableCopy> => {
  const name = tableKey(backup, schema, shape.name);
  const { lines, rows, sha256 } = linesOf(snapshot.rows(database, shape));
  const sealed = encryptStream(compress(lines), { key, context: name });
  const stored = await objects.put(name, sealed);
  const { columns, binary, key: primary } = shape;
  return {
    name: shape.name,
    columns: [...columns],
    binary: [...binary],
    key: [...primary],
    ddl: shape.ddl,
    rows: rows(),
    sha256: sha256(),
    object: { key: name, ...stored },
  };
};

/** The rows of a table as JSON lines, still compressed. @throws Error when a byte is another one */
export const openTable = (
  { object }: Pick<TableCopy, 'object'>,
  { objects, key }: { objects: Objects; key: Buffer },
): AsyncIterable<Buffer> => decryptStream(objects.get(object.key), { key, context: object.key });

const migrationsIn = async (
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

const laneIn = async (snapshot: RawConnection, database: string, { tables }: SchemaCopy) => {
  if (!tables.some(({ name }) => name === 'lane')) return null;
  const [row] = await snapshot.query(
    `SELECT epoch, events, audit FROM \`${database}\`.lane WHERE id = 1`,
  );
  if (!row) return null;
  return { epoch: Number(row.epoch), events: Number(row.events), audit: Number(row.audit) };
};

const leavesIn = async (snapshot: RawConnection, ledger: string): Promise<number> => {
  const [row] = await snapshot.query(
    `SELECT first_leaf + leaves AS size FROM \`${ledger}\`.bundle ORDER BY first_leaf DESC LIMIT 1`,
  );
  return Number(row?.size ?? 0);
};
