import { createConnection as connectNow } from 'mysql2';
import { type DatabaseAddress, placeOf } from './connect.ts';

/** A value as it stands in the database: its text, its bytes in base64 for a binary column, or nothing. */
export type Cell = string | null | { readonly b64: string };
export type RawRow = readonly Cell[];

export type TableShape = {
  readonly name: string;
  /** Stored columns in their order: what is computed from others is left out. */
  readonly columns: readonly string[];
  readonly binary: readonly string[];
  /** Columns of the primary key, or all where there is none. */
  readonly key: readonly string[];
  readonly ddl: string;
};

export type RawConnection = {
  readonly run: (sql: string, values?: readonly unknown[]) => Promise<unknown>;
  readonly query: (sql: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  /** Rows of a table in the order of its primary key, read as they are asked for. */
  readonly rows: (database: string, table: TableShape) => AsyncIterable<RawRow>;
  readonly tables: (database: string) => Promise<TableShape[]>;
  readonly close: () => Promise<void>;
};

type Address = Omit<DatabaseAddress, 'database'>;

/**
 * One connection that reads and writes rows exactly as they are stored, whatever their types: for backup and restore.
 * With `snapshot`, everything it reads is one moment's state of all schemas that the login sees.
 */
export const openRaw = async (
  address: Address,
  { snapshot = false }: { snapshot?: boolean } = {},
): Promise<RawConnection> => {
  const { user, password } = address;
  const connection = connectNow({ ...placeOf(address), user, password, charset: 'utf8mb4' });
  const run = (sql: string, values: readonly unknown[] = []): Promise<unknown> =>
    new Promise((done, fail) => {
      connection.query(sql, [...values], (error, result) => (error ? fail(error) : done(result)));
    });
  const query = async (sql: string, values: readonly unknown[] = []) =>
    (await run(sql, values)) as Record<string, unknown>[];
  connection.on('error', () => undefined);
  await run(
    "SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'",
  );
  await run("SET SESSION time_zone='+00:00', foreign_key_checks=0");
  if (snapshot) {
    await run('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await run('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  }
  return {
    run,
    query,
    tables: (database) => shapesOf(query, database),
    rows: (database, { name, columns, binary, key }) => {
      const bytes = new Set(binary);
      const asked = connection.query({
        sql: `SELECT ${listOf(columns)} FROM ${quoted(database)}.${quoted(name)} ORDER BY ${listOf(key)}`,
        rowsAsArray: true,
        typeCast: (field) => {
          if (!bytes.has(field.name)) return field.string();
          const value = field.buffer();
          return value === null ? null : { b64: value.toString('base64') };
        },
      });
      return asked.stream({ highWaterMark: 500 }) as AsyncIterable<RawRow>;
    },
    close: () => new Promise((done) => connection.end(() => done())),
  };
};

/** A name between backticks. @throws Error for one that no migration of ours could have made */
export const quoted = (name: string): string => {
  if (!/^[A-Za-z0-9_$]{1,64}$/.test(name))
    throw new Error(`${name} is no name of a table or column`);
  return `\`${name}\``;
};

const listOf = (columns: readonly string[]): string => columns.map(quoted).join(', ');

const shapesOf = async (query: RawConnection['query'], database: string): Promise<TableShape[]> => {
  const tables = await query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY table_name",
    [database],
  );
  const shapes: TableShape[] = [];
  for (const { name } of tables) shapes.push(await shapeOf(query, database, String(name)));
  return shapes;
};

const shapeOf = async (
  query: RawConnection['query'],
  database: string,
  name: string,
): Promise<TableShape> => {
  const columns = await query(
    "SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND extra NOT LIKE '%GENERATED%' ORDER BY ordinal_position",
    [database, name],
  );
  const primary = await query(
    "SELECT column_name AS name FROM information_schema.statistics WHERE table_schema = ? AND table_name = ? AND index_name = 'PRIMARY' ORDER BY seq_in_index",
    [database, name],
  );
  const [made] = await query(`SHOW CREATE TABLE ${quoted(database)}.${quoted(name)}`);
  const isBinary = (type: unknown): boolean => /blob|binary|^bit$/.test(String(type));
  const names = columns.map((column) => String(column.name));
  return {
    name,
    columns: names,
    binary: columns.filter(({ type }) => isBinary(type)).map((column) => String(column.name)),
    key: primary.length > 0 ? primary.map((column) => String(column.name)) : names,
    ddl: String(made?.['Create Table']),
  };
};
