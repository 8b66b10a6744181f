import type { Sql } from '@bulwark/db';
import { columnOf, type RecordType, type StoredRecord } from '@bulwark/record';

/** One record that names another in one of its fields. */
export type LinkRow = {
  readonly type: string;
  readonly field: string;
  readonly id: string;
};

type Target = { readonly field: string; readonly toType: string; readonly toId: string };

const keyOf = ({ field, toId }: Target): string => `${field} ${toId}`;

const targetsOf = ({ fields }: RecordType, record: StoredRecord): Target[] => {
  const values = record as { readonly [name: string]: unknown };
  return Object.entries(fields).flatMap(([field, { of }]) =>
    of ? [...new Set(values[field] as string[])].map((toId) => ({ field, toType: of, toId })) : [],
  );
};

/** Keeps the index of links as a record's own fields say it; they are the truth. */
export const storeLinks = async (
  sql: Sql,
  type: RecordType,
  record: StoredRecord,
): Promise<void> => {
  if (!Object.values(type.fields).some(({ of }) => of)) return;
  const from = { from_type: type.name, from_id: record.id };
  const wanted = new Map(targetsOf(type, record).map((target) => [keyOf(target), target]));
  const rows: Target[] = await sql('link')
    .where(from)
    .select('field', { toType: 'to_type', toId: 'to_id' });
  const present = new Set(rows.map(keyOf));
  for (const gone of rows.filter((row) => !wanted.has(keyOf(row))))
    await sql('link')
      .where({ ...from, field: gone.field, to_id: gone.toId })
      .delete();
  const missing = [...wanted].filter(([key]) => !present.has(key)).map(([, target]) => target);
  if (missing.length > 0)
    await sql('link').insert(
      missing.map(({ field, toType, toId }) => ({ ...from, field, to_type: toType, to_id: toId })),
    );
};

/** Who names a record, by type and field; at most `limit`. */
export const findLinksTo = async (
  sql: Sql,
  { type, id, limit }: { type: string; id: string; limit: number },
): Promise<LinkRow[]> =>
  sql('link')
    .where({ to_type: type, to_id: id })
    .orderBy(['from_type', 'field', 'from_id'])
    .limit(limit)
    .select({ type: 'from_type', field: 'field', id: 'from_id' });

export type Shown = {
  readonly id: string;
  readonly reference: string;
  readonly title: string | null;
  readonly state: StoredRecord['state'];
};

/** What is shown of records that are only named. */
export const findShown = async (
  sql: Sql,
  type: RecordType,
  ids: readonly string[],
): Promise<Shown[]> =>
  ids.length === 0
    ? []
    : sql(columnOf(type.name))
        .whereIn('id', ids)
        .orderBy('reference')
        .select('id', 'reference', 'title', 'state');
