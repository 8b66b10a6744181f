import { isIP } from 'node:net';
import knex, { type Knex } from 'knex';
import { setMaxParserCache } from 'mysql2';

/** Where a service's schema is: a unix socket on a host, TCP with TLS elsewhere. */
export type DatabaseAddress = {
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: number;
  /** PEM of the authority that signed the server's certificate; demanded for TCP. */
  readonly ca?: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** What repositories write SQL with: the pool, or a transaction of it. */
export type Sql = Knex;

export type Database = { readonly sql: Sql; close(): Promise<void> };

const SQL_MODE =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/**
 * Opens a pool of at most `most` connections that holds none while idle. Times are UTC; DATETIME comes back as an
 * ISO 8601 text with milliseconds.
 */
/** Row parsers that are kept: one for each shape of answer; the library makes room for 15,000. */
setMaxParserCache(500);

export const connect = (address: DatabaseAddress, { most = 4 } = {}): Database => {
  const sql = knex({
    client: 'mysql2',
    connection: {
      ...placeOf(address),
      user: address.user,
      password: address.password,
      database: address.database,
      charset: 'utf8mb4_unicode_ci',
      timezone: 'Z',
      dateStrings: true,
      typeCast,
      supportBigNumbers: true,
      // The library makes room for 16,000 of each connection's prepared statements; knex prepares none.
      maxPreparedStatements: 1,
    } as Knex.MySql2ConnectionConfig,
    pool: { min: 0, max: most, idleTimeoutMillis: 10_000, afterCreate: prepareSession },
    acquireConnectionTimeout: 10_000,
    // An error's text must not carry the values that were bound.
    compileSqlOnError: false,
    // What fails is thrown and logged by whoever asked; the library's own printing would be a second log.
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
  });
  return { sql, close: () => sql.destroy() };
};

const ignore = (): void => {};

/** Where to connect, as the driver takes it. @throws Error for TCP without the authority of the certificate */
export const placeOf = ({
  socketPath,
  host,
  port,
  ca,
}: Pick<DatabaseAddress, 'socketPath' | 'host' | 'port' | 'ca'>): Place => {
  if (socketPath) return { socketPath };
  if (!ca || !host || isIP(host))
    throw new Error(
      'a database over TCP needs its name and the CA of its certificate (TLS is compulsory)',
    );
  // Without `verifyIdentity` the driver believes any certificate of this authority, whoever's it is.
  const ssl = {
    ca,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    verifyIdentity: true,
  } as const;
  return { host, port: port ?? 3306, ssl };
};

type Place =
  | { readonly socketPath: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly ssl: {
        readonly ca: string;
        readonly minVersion: 'TLSv1.2';
        readonly rejectUnauthorized: true;
        readonly verifyIdentity: true;
      };
    };

type RawConnection = {
  query(sql: string, done: (error: Error | null) => void): void;
};

const prepareSession = (
  connection: RawConnection,
  done: (error: Error | null, connection: RawConnection) => void,
): void => {
  const settings = `SET SESSION sql_mode='${SQL_MODE}', time_zone='+00:00', transaction_isolation='READ-COMMITTED', innodb_lock_wait_timeout=10`;
  connection.query(settings, (error) => {
    if (!error) return done(null, connection);
    // MariaDB before 11.1 knows the isolation level as tx_isolation.
    const older = settings.replace('transaction_isolation', 'tx_isolation');
    connection.query(older, (again) => done(again, connection));
  });
};

type CastField = { readonly type: string; string(): string | null };

const typeCast = (field: CastField, next: () => unknown): unknown => {
  if (field.type !== 'DATETIME' && field.type !== 'TIMESTAMP') return next();
  const text = field.string();
  return text === null ? null : `${text.replace(' ', 'T')}Z`;
};

/** Makes the text that the database takes for a moment: the reverse of what comes back. */
export const sqlTime = (moment: Date | string): string =>
  new Date(moment).toISOString().replace('T', ' ').replace('Z', '');
