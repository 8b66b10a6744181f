import { isDuplicate, type Sql, sqlTime } from '@bulwark/db';
import type { SignedRun } from './run.ts';
import type { Position } from './transport.ts';

/** Appends a run; the same run twice is one. Published again with more in it, the later one stays. */
export const appendRun = async (sql: Sql, run: SignedRun, now: Date): Promise<void> => {
  try {
    await insertRun(sql, run, now);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await replace(sql, run, now);
  }
};

/** Signatures of the same bytes are the same (RFC 8032), so that another one tells another run. */
const replace = (sql: Sql, run: SignedRun, now: Date): Promise<void> =>
  sql.transaction(async (trx) => {
    const { lane, epoch, first, last, signature } = run;
    const older = trx('run')
      .where({ lane, epoch, first_n: first })
      .andWhere('last_n', '<=', last)
      .andWhereNot({ signature });
    if ((await older.delete()) > 0) await insertRun(trx, run, now);
  });

const insertRun = async (sql: Sql, run: SignedRun, now: Date): Promise<void> => {
  const { lane, epoch, first, last, body, kid, signature } = run;
  await sql('run').insert({
    lane,
    epoch,
    first_n: first,
    last_n: last,
    body,
    kid,
    signature,
    created: sqlTime(now),
  });
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
