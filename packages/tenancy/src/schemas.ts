import { randomBytes } from 'node:crypto';
import type { Database, DatabaseServer, Query } from './parts.ts';
import { refusal } from './refusal.ts';

/** The services of a cell, in the order in which they start. */
export const services = [
  'identity',
  'records',
  'audit',
  'notification',
  'backup',
  'media',
] as const;
export type Service = (typeof services)[number];

/** A tenant's schemas: one per service, the append-only ledger, and the cell's own bus. */
export const schemas = [...services, 'ledger', 'bus'] as const;
export type Schema = (typeof schemas)[number];

const rights: Readonly<Record<Schema, string>> = {
  identity: 'SELECT, INSERT, UPDATE, DELETE',
  records: 'SELECT, INSERT, UPDATE, DELETE',
  audit: 'SELECT, INSERT, UPDATE, DELETE',
  notification: 'SELECT, INSERT, UPDATE, DELETE',
  media: 'SELECT, INSERT, UPDATE, DELETE',
  backup: 'SELECT, INSERT, UPDATE, DELETE',
  ledger: 'SELECT, INSERT',
  bus: 'SELECT, INSERT, DELETE',
};
const ownerRights =
  'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW, TRIGGER';

/** What a process may open by one login: two pools and a margin. */
const connectionsPerProcess = 10;

/** Containers are scaled by their engine, which tells nobody: to four processes and one on its way. */
const fewest = (server: DatabaseServer): number => ('socketPath' in server ? 1 : 5);

/** No login may take more connections than its processes need, those on their way out among them. */
const connectionsFor = (processes: number): number => connectionsPerProcess * (processes + 1);

/** A schema and its login have the same name. */
export const schemaName = (id: string, schema: Schema): string => `${checkId(id)}_${schema}`;
/** The login that reads everything a backup holds: all schemas of this tenant but the bus, which is no truth. */
export const readerName = (id: string): string => `${checkId(id)}_backup_reader`;
export const backedUp: readonly Schema[] = schemas.filter((schema) => schema !== 'bus');

export const ownerName = (id: string, schema: Schema): string => `${schemaName(id, schema)}_owner`;

/** In a GRANT `_` stands for any character, so that it must be escaped there. */
const grantPattern = (name: string): string => `\`${name.replaceAll('_', '\\_')}\``;

export const createSchemas = async (query: Query, id: string): Promise<void> => {
  for (const schema of schemas)
    await query(
      `CREATE DATABASE IF NOT EXISTS \`${schemaName(id, schema)}\` CHARACTER SET utf8mb4`,
    );
};

/** Makes the logins with exactly the rights they need. Asked again, it sets the same once more. */
export const createLogins = async (
  { query, server }: Database,
  id: string,
  passwordOf: (schema: Schema) => Promise<string>,
): Promise<void> => {
  const most = connectionsFor(fewest(server));
  for (const schema of schemas) {
    const password = checkPassword(await passwordOf(schema));
    const login = account(server, schemaName(id, schema));
    const owner = account(server, ownerName(id, schema));
    const pattern = grantPattern(schemaName(id, schema));
    await query(
      `CREATE USER IF NOT EXISTS ${login} IDENTIFIED BY '${password}' ${demands(server)}`,
    );
    await query(
      `ALTER USER ${login} IDENTIFIED BY '${password}' ${demands(server)} WITH MAX_USER_CONNECTIONS ${most}`,
    );
    await query(`GRANT ${rights[schema]} ON ${pattern}.* TO ${login}`);
    await query(
      `CREATE USER IF NOT EXISTS ${owner} IDENTIFIED BY '${newPassword()}' ${demands(server)} ACCOUNT LOCK`,
    );
    await query(`GRANT ${ownerRights} ON ${pattern}.* TO ${owner}`);
  }
};

/** Lets each service's logins open what its processes need; one that is named nowhere has one process. */
export const allowProcesses = async (
  { query, server }: Database,
  id: string,
  processes: { readonly [service: string]: number },
): Promise<void> => {
  for (const schema of schemas) {
    const count = processes[schema === 'ledger' ? 'audit' : schema] ?? 1;
    const most = connectionsFor(Math.max(count, fewest(server)));
    const login = account(server, schemaName(id, schema));
    await query(`ALTER USER ${login} WITH MAX_USER_CONNECTIONS ${most}`);
  }
};

/** Makes the login of the backup's child process: it may read, and change nothing. */
export const createReader = async (
  { query, server }: Database,
  id: string,
  password: string,
): Promise<void> => {
  const reader = account(server, readerName(id));
  const secret = checkPassword(password);
  const proof = `IDENTIFIED BY '${secret}' ${demands(server)}`;
  await query(`CREATE USER IF NOT EXISTS ${reader} ${proof}`);
  await query(`ALTER USER ${reader} ${proof} WITH MAX_USER_CONNECTIONS 2`);
  for (const schema of backedUp)
    await query(`GRANT SELECT ON ${grantPattern(schemaName(id, schema))}.* TO ${reader}`);
};

/** A login as the server names it: from its own machine alone, or from anywhere, and then over TLS only. */
export const account = (server: DatabaseServer, user: string): string =>
  `'${user}'@'${isLocal(server) ? 'localhost' : '%'}'`;
const demands = (server: DatabaseServer): string => `REQUIRE ${isLocal(server) ? 'NONE' : 'SSL'}`;
const isLocal = (server: DatabaseServer): boolean => 'socketPath' in server;

export const newPassword = (): string => randomBytes(32).toString('base64url');

const checkId = (id: string): string => {
  if (!/^t[a-z2-7]{9}$/.test(id)) throw refusal(`'${id}' is no tenant id.`);
  return id;
};

const checkPassword = (password: string): string => {
  if (!/^[\w-]{20,}$/.test(password))
    throw refusal('A database password has a character too many.');
  return password;
};
