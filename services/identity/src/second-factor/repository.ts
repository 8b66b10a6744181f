import { type Sql, sqlTime } from '@bulwark/db';

export type Factor = {
  /** Sealed; see secrets.ts. */
  readonly secret: string;
  readonly confirmed: boolean;
  readonly lastStep: number | null;
};

export const findFactor = async (sql: Sql, personId: string): Promise<Factor | null> => {
  const row = await sql('totp')
    .where({ person_id: personId })
    .first('secret', 'confirmed', { lastStep: 'last_step' });
  return row ? { ...row, confirmed: row.confirmed !== null } : null;
};

/** Starts an enrolment; one that was begun before is kept. */
export const insertFactor = async (sql: Sql, personId: string, secret: string): Promise<void> => {
  await sql('totp')
    .insert({ person_id: personId, secret, confirmed: null, last_step: null })
    .onConflict('person_id')
    .ignore();
};

/** Uses up a time step. False: this code, or a later one, was used already — also by a request at the same moment. */
export const useStep = async (sql: Sql, personId: string, step: number): Promise<boolean> => {
  const used = await sql('totp')
    .where({ person_id: personId })
    .andWhere((query) => query.whereNull('last_step').orWhere('last_step', '<', step))
    .update({ last_step: step });
  return used === 1;
};

export const confirmFactor = async (sql: Sql, personId: string, now: Date): Promise<void> => {
  await sql('totp')
    .where({ person_id: personId })
    .update({ confirmed: sqlTime(now) });
};

/** Makes every code of a time step, and of those before it, one that was used. */
export const spendSteps = async (sql: Sql, step: number): Promise<void> => {
  await sql('totp').whereNotNull('confirmed').update({ last_step: step });
};
