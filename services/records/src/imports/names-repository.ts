import type { Sql } from '@bulwark/db';
import { columnOf, type RecordType } from '@bulwark/record';

export type Named = {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: 'active' | 'deactivated';
};

/** Reference, title and state of every record of a type: what a file may name them by. */
export const listNames = async (sql: Sql, { name }: RecordType): Promise<Named[]> =>
  sql(columnOf(name)).orderBy('reference').select('id', 'reference', 'title', 'state');
