import type { Database } from './parts.ts';
import { account, newPassword, ownerName, type Schema } from './schemas.ts';

/** Opens a schema's owner login under a new password for one task, and locks it whatever happens. */
export const asOwner = async <T>(
  database: Database,
  { id, schema }: { readonly id: string; readonly schema: Schema },
  task: (login: { readonly user: string; readonly password: string }) => Promise<T>,
): Promise<T> => {
  const user = ownerName(id, schema);
  const password = newPassword();
  try {
    await database.query(
      `ALTER USER ${account(database.server, user)} IDENTIFIED BY '${password}' ACCOUNT UNLOCK`,
    );
    return await task({ user, password });
  } finally {
    await lockOwner(database, { id, schema });
  }
};

/** Locks an owner login that a killed task left open. */
export const lockOwner = async (
  { query, server }: Database,
  { id, schema }: { readonly id: string; readonly schema: Schema },
): Promise<void> => {
  await query(`ALTER USER IF EXISTS ${account(server, ownerName(id, schema))} ACCOUNT LOCK`);
};
