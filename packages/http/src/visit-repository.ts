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
