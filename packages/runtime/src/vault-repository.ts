import { type Sql, sqlTime } from '@bulwark/db';

export type DataKeyRow = {
  readonly id: string;
  readonly purpose: string;
  readonly wrapped: string;
};

/** The data keys of a purpose, newest first. */
export const findDataKeys = async (sql: Sql, purpose: string): Promise<DataKeyRow[]> =>
  sql('data_key').where({ purpose }).orderBy('created', 'desc').select('id', 'purpose', 'wrapped');

export const insertDataKey = async (sql: Sql, key: DataKeyRow, now: Date): Promise<void> => {
  await sql('data_key').insert({ ...key, created: sqlTime(now) });
};
