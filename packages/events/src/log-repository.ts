import { isDuplicate, type Sql, sqlTime } from '@bulwark/db';
import type { SignedRun } from './run.ts';
import type { Position } from './transport.ts';

/**
 * Appends a run; the same run twice is one. Another run in its place — cut differently, or planted — gives way: only a
 * lane's owner publishes on it, and readers believe its signature alone.
 */
export const appendRun = async (sql: Sql, run: SignedRun, now: Date): Promise<void> => {
  const { lane, epoch, first, last, body, kid, signature } = run;
  const place = { lane, epoch, first_n: first };
  const row = { ...place, last_n: last, body, kid, signature, created: sqlTime(now) };
  try {
    await sql('run').insert(row);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await sql('run').where(place).whereNot({ signature }).delete();
    await sql('run').insert(row).onConflict(['lane', 'epoch', 'first_n']).ignore();
  }
};

/** Runs of a lane that hold anything after a position, in order. */
export const readRuns = async (
  sql: Sql,
  { lane, epoch, n, most }: Position & { lane: string; most: number },
): Promise<SignedRun[]> => {
  const rows = await sql('run')
    .where({ lane, epoch })
    .andWhere('last_n', '>', n)
    .orderBy('first_n')
    .limit(most)
    .select('lane', 'epoch', 'first_n', 'last_n', 'body', 'kid', 'signature');
  return rows.map(({ first_n, last_n, ...run }) => ({ ...run, first: first_n, last: last_n }));
};

const CHUNK = 500;

/** Takes runs away from the front of a lane, a few at a time. */
export const deleteRuns = async (
  sql: Sql,
  { lane, epoch, upTo }: { lane: string; epoch: number; upTo: number },
): Promise<void> => {
  for (;;) {
    const gone = await sql('run')
      .where({ lane, epoch })
      .andWhere('first_n', '<=', upTo)
      .andWhere('last_n', '<=', upTo)
      .orderBy('first_n')
      .limit(CHUNK)
      .delete();
    if (gone < CHUNK) return;
  }
};
