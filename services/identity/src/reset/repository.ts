import { type Sql, sqlTime } from '@bulwark/db';

export const insertLink = async (
  sql: Sql,
  { tokenHash, personId, expires }: { tokenHash: string; personId: string; expires: Date },
): Promise<void> => {
  await sql('reset_link').insert({
    token_hash: tokenHash,
    person_id: personId,
    expires: sqlTime(expires),
  });
};

/** Uses a link up and says whose it was; null for one that is unknown, used or too old. */
export const useLink = async (sql: Sql, tokenHash: string, now: Date): Promise<string | null> => {
  const row = await sql('reset_link')
    .where({ token_hash: tokenHash })
    .andWhere('expires', '>', sqlTime(now))
    .first('person_id');
  if (!row) return null;
  const used = await sql('reset_link').where({ token_hash: tokenHash }).delete();
  return used === 1 ? row.person_id : null;
};

/** Ends every link of a person: one that worked makes the others worthless. */
export const endLinksOf = async (sql: Sql, personId: string): Promise<void> => {
  await sql('reset_link').where({ person_id: personId }).delete();
};

/** Ends every link there is: after a restore none may live again. */
export const endEveryLink = async (sql: Sql): Promise<void> => {
  await sql('reset_link').delete();
};

/** Forgets links that ended before a moment. */
export const forgetLinks = async (sql: Sql, before: Date): Promise<void> => {
  await sql('reset_link').where('expires', '<', sqlTime(before)).delete();
};
