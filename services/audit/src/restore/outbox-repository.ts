import type { Sql } from '@bulwark/db';

/** Whether an entry was recorded in audit's own lane already. */
export const hasEntry = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql('outbox')
    .where({ stream: 'audit' })
    .andWhere('payload', 'like', `%"id":"${id}"%`)
    .first('n')) !== undefined;
