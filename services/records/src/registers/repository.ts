import { type Sql, sqlTime } from '@bulwark/db';
import { columnOf, type RecordType, type StoredRecord, type Values } from '@bulwark/record';
import { storeLinks } from './links-repository.ts';
import { isNumeric, type ListQuery } from './query.ts';
import { recordFrom, rowOf } from './rows.ts';

export const findRecord = async (
  sql: Sql,
  type: RecordType,
  id: string,
): Promise<StoredRecord | null> => {
  const row = await sql(tableOf(type)).where({ id }).first();
  return row ? recordFrom(type, row) : null;
};

/** The record that a reference names. */
export const findByReference = async (
  sql: Sql,
  type: RecordType,
  reference: string,
): Promise<StoredRecord | null> => {
  const row = await sql(tableOf(type)).where({ reference }).first();
  return row ? recordFrom(type, row) : null;
};

/** The records that some references name, active or not. */
export const findByReferences = async (
  sql: Sql,
  type: RecordType,
  references: readonly string[],
): Promise<StoredRecord[]> => {
  const rows = await sql(tableOf(type)).whereIn('reference', references);
  return rows.map((row) => recordFrom(type, row));
};

/** The record that a bundle's key made. */
export const findByBundleKey = async (
  sql: Sql,
  type: RecordType,
  key: string,
): Promise<StoredRecord | null> => {
  const row = await sql(tableOf(type))
    .whereRaw("JSON_UNQUOTE(JSON_EXTRACT(source, '$.bundle')) = ?", [key])
    .first();
  return row ? recordFrom(type, row) : null;
};

/** What another system said of a record when it was imported, kept as it was. */
export const findSource = async (
  sql: Sql,
  type: RecordType,
  id: string,
): Promise<Values | null> => {
  const row = await sql(tableOf(type)).where({ id }).first('source');
  return typeof row?.source === 'string' ? JSON.parse(row.source) : (row?.source ?? null);
};

/** The next reference of a type in a year. A number is never given twice; a rolled-back one is given again. */
export const nextReference = async (
  sql: Sql,
  { prefix }: RecordType,
  year: number,
): Promise<string> => {
  await sql.raw(
    'INSERT INTO sequence (prefix, year, n) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE n = n + 1',
    [prefix, year],
  );
  const row = await sql('sequence').where({ prefix, year }).first('n');
  return `${prefix}-${year}-${String(row?.n).padStart(4, '0')}`;
};

type Written = { readonly record: StoredRecord; readonly source?: Values };

export const insertRecord = async (
  sql: Sql,
  type: RecordType,
  { record, source }: Written,
): Promise<void> => {
  await sql(tableOf(type)).insert({
    ...rowOf(type, record),
    id: record.id,
    reference: record.reference,
    rev: record.rev,
    state: record.state,
    created_at: sqlTime(record.createdAt),
    created_by: record.createdBy,
    updated_at: sqlTime(record.updatedAt),
    updated_by: record.updatedBy,
    source: source ? JSON.stringify(source) : null,
  });
  await storeLinks(sql, type, record);
};

/** Stores a record's next revision. False: somebody else was faster. */
export const updateRecord = async (
  sql: Sql,
  type: RecordType,
  record: StoredRecord,
): Promise<boolean> => {
  const updated = await sql(tableOf(type))
    .where({ id: record.id, rev: record.rev - 1 })
    .update({
      ...rowOf(type, record),
      rev: record.rev,
      state: record.state,
      updated_at: sqlTime(record.updatedAt),
      updated_by: record.updatedBy,
    });
  if (updated !== 1) return false;
  await storeLinks(sql, type, record);
  return true;
};

/** One page of a list, in its order; ties are broken by id, so nothing is seen twice or missed. */
export const listRecords = async (
  sql: Sql,
  type: RecordType,
  query: ListQuery,
): Promise<StoredRecord[]> => {
  const { sort, after, limit } = query;
  const order = orderOf(type, sort.field);
  const rows = inOrder(sql, type, query).limit(limit).select('*');
  if (after) {
    const beyond = sort.descending ? '<' : '>';
    rows.andWhereRaw(
      `(${order.expression} ${beyond} ? OR (${order.expression} = ? AND id ${beyond} ?))`,
      [...order.bindings, after.value, ...order.bindings, after.value, after.id],
    );
  }
  return (await rows).map((row: Values) => recordFrom(type, row));
};

export const countRecords = async (
  sql: Sql,
  type: RecordType,
  query: Pick<ListQuery, 'search' | 'state' | 'filters'>,
): Promise<number> => {
  const row = await matching(sql, type, query).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
};

/** The rows that a list would show, in its order; the expressions are those of `orderOf`, values are bound. */
export const inOrder = (
  sql: Sql,
  type: RecordType,
  query: Pick<ListQuery, 'search' | 'state' | 'filters' | 'sort'>,
) => {
  const { field, descending } = query.sort;
  const order = orderOf(type, field);
  const direction = descending ? 'desc' : 'asc';
  return matching(sql, type, query)
    .orderByRaw(`${order.expression} ${direction}`, order.bindings)
    .orderBy('id', direction);
};

/** The rows that a list would show. */
export const matching = (
  sql: Sql,
  type: RecordType,
  { search, state, filters }: Pick<ListQuery, 'search' | 'state' | 'filters'>,
) => {
  const query = sql(tableOf(type)).where({ state });
  for (const [name, value] of Object.entries(filters)) query.andWhere(columnOf(name), value);
  if (!search) return query;
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const columns = Object.entries(type.fields).filter(([, field]) => field.search);
  return query.andWhere((either) => {
    either.where('reference', 'like', pattern);
    for (const [name] of columns) either.orWhere(columnOf(name), 'like', pattern);
  });
};

type Order = { readonly expression: string; readonly bindings: readonly (string | number)[] };

/** An expression that is never null: choices and levels in their own order, what is not set first. */
export const orderOf = ({ fields }: RecordType, name: string): Order => {
  const column = columnOf(name);
  const field = fields[name];
  if (!field) return { expression: '??', bindings: [column] };
  if (field.options) {
    const marks = field.options.map(() => '?').join(', ');
    const values = field.options.map(({ value }) => value);
    return { expression: `COALESCE(FIELD(??, ${marks}), 0)`, bindings: [column, ...values] };
  }
  return isNumeric(field.kind)
    ? { expression: 'COALESCE(??, 0)', bindings: [column] }
    : { expression: "COALESCE(??, '')", bindings: [column] };
};

export const tableOf = ({ name }: RecordType): string => columnOf(name);
