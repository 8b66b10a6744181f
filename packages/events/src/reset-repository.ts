import type { Sql } from '@bulwark/db';

/** What a service has under way with others: none of it is worth anything in another epoch. */
const UNDER_WAY = ['outbox', 'relayed', 'consumed', 'parked', 'acknowledged'];

/**
 * Lets a service's lanes begin anew in an epoch, after its schema was put back. Copies of people are kept, but give way
 * to whatever identity says next, as its revisions have gone back too.
 */
export const resetLanes = async (sql: Sql, epoch: number): Promise<void> => {
  for (const table of UNDER_WAY) await sql(table).delete();
  await sql('known_person').update({ rev: 0 });
  await sql('lane').where({ id: 1 }).update({ epoch, events: 0, audit: 0 });
};
