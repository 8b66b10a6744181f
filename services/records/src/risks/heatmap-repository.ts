import type { Sql } from '@bulwark/db';
import { columnOf, type RecordType, type Stage } from '@bulwark/record';

export type Cell = { readonly likelihood: number; readonly impact: number; readonly count: number };

/** How many active records stand in each cell of one stage, and how many are not rated there. */
export const countCells = async (
  sql: Sql,
  { name }: RecordType,
  { likelihood, impact }: Stage,
): Promise<{ cells: Cell[]; unrated: number }> => {
  const rows = await sql(columnOf(name))
    .where({ state: 'active' })
    .groupBy(columnOf(likelihood), columnOf(impact))
    .select({ likelihood: columnOf(likelihood), impact: columnOf(impact) })
    .count({ count: '*' });
  const counted = rows.map((row) => ({ ...row, count: Number(row.count) })) as {
    likelihood: number | null;
    impact: number | null;
    count: number;
  }[];
  const isRated = (row: (typeof counted)[number]): row is Cell =>
    row.likelihood !== null && row.impact !== null;
  return {
    cells: counted.filter(isRated),
    unrated: counted.filter((row) => !isRated(row)).reduce((sum, { count }) => sum + count, 0),
  };
};
