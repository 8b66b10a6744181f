import { createConnection } from 'mysql2/promise';
import { type DatabaseAddress, placeOf } from './connect.ts';

export type Administrator = {
  /** One statement; values are bound to `?` by the client. Rows are empty for a statement without any. */
  readonly query: (
    sql: string,
    values?: readonly (string | number | null)[],
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
};

/** A connection of the database server's administrator, for operator tasks only. */
export const connectAdministrator = async (
  login: Omit<DatabaseAddress, 'database'> & { readonly database?: string },
): Promise<Administrator> => {
  const { user, password, database } = login;
  const connection = await createConnection({
    ...placeOf(login),
    user,
    password,
    ...(database ? { database } : {}),
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: 10_000,
  });
  return {
    query: async (sql, values = []) => {
      const [rows] = await connection.query(sql, [...values]);
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
    },
    close: () => connection.end(),
  };
};
