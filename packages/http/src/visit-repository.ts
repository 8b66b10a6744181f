import { type Sql, sqlTime } from '@bulwark/db';

/** Notes that a session saw a page in this hour. False when that is known already. */
export const noteVisit = async (
  sql: Sql,
  { session, page, hour }: { session: string; page: string; hour: Date },
): Promise<boolean> => {
  const [result] = await sql.raw(
    'INSERT IGNORE INTO visit (session, page, hour) VALUES (?, ?, ?)',
    [session, page, sqlTime(hour)],
  );
  return result.affectedRows === 1;
};

/** Forgets visits of hours before a moment: the entries of the trail stay. */
export const forgetVisits = async (sql: Sql, before: Date): Promise<void> => {
  await sql('visit').where('hour', '<', sqlTime(before)).delete();
};
