import { type Sql, sqlTime } from '@bulwark/db';
import type { Position } from '@bulwark/events';

/** Where the ledger stands: how many leaves it has, and up to which entry of each lane. */
export type Tip = {
  readonly leaves: number;
  readonly positions: { readonly [lane: string]: Position };
};

export const readTip = async (sql: Sql): Promise<Tip> => {
  const row = await sql('bundle')
    .orderBy('first_leaf', 'desc')
    .first('first_leaf', 'leaves', 'positions');
  if (!row) return { leaves: 0, positions: {} };
  return { leaves: row.first_leaf + row.leaves, positions: JSON.parse(row.positions) };
};

export type Bundle = Tip & { readonly first: number; readonly entries: Buffer; readonly now: Date };

/** Appends a bundle. Its key is its first leaf, so two writers at one size cannot both succeed. @throws ER_DUP_ENTRY */
export const insertBundle = async (
  sql: Sql,
  { first, leaves, positions, entries, now }: Bundle,
): Promise<void> => {
  await sql('bundle').insert({
    first_leaf: first,
    leaves: leaves - first,
    positions: JSON.stringify(positions),
    entries,
    appended: sqlTime(now),
  });
};

export const readBundle = async (sql: Sql, first: number): Promise<Buffer | null> => {
  const row = await sql('bundle').where({ first_leaf: first }).first('entries');
  return row?.entries ?? null;
};

/** A bundle with where the lanes stood after it. */
export type StoredBundle = Tip & { readonly first: number; readonly entries: Buffer };

/** Where the lanes stood when the ledger had this many leaves. */
export const positionsAt = async (sql: Sql, leaves: number): Promise<Tip['positions']> => {
  const row = await sql('bundle')
    .where('first_leaf', '<', leaves)
    .orderBy('first_leaf', 'desc')
    .first('positions');
  return row ? JSON.parse(row.positions) : {};
};

/** Bundles from a leaf on, one after the other: the ledger may be larger than memory. */
export async function* bundlesFrom(sql: Sql, leaves: number): AsyncGenerator<StoredBundle> {
  for (let from = leaves; ; ) {
    const row = await sql('bundle')
      .where('first_leaf', '>=', from)
      .orderBy('first_leaf')
      .first('first_leaf', 'leaves', 'positions', 'entries');
    if (!row) return;
    const { first_leaf: first, positions, entries } = row;
    yield { first, leaves: row.leaves, positions: JSON.parse(positions), entries };
    from = first + row.leaves;
  }
}

/** The bundles that begin among `most` leaves from a leaf on, in order. */
export const bundlesAmong = async (
  sql: Sql,
  from: number,
  most: number,
): Promise<{ first: number; leaves: number; entries: Buffer }[]> =>
  sql('bundle')
    .where('first_leaf', '>=', from)
    .andWhere('first_leaf', '<', from + most)
    .orderBy('first_leaf')
    .select({ first: 'first_leaf' }, 'leaves', 'entries');

/** The bundle that holds a leaf; null when the ledger is not that long. */
export const bundleWith = async (
  sql: Sql,
  leaf: number,
): Promise<{ first: number; entries: Buffer } | null> =>
  (await sql('bundle')
    .where('first_leaf', '<=', leaf)
    .orderBy('first_leaf', 'desc')
    .first({ first: 'first_leaf' }, 'entries')) ?? null;
