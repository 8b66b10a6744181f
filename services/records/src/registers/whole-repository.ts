import type { Sql } from '@bulwark/db';
import { columnOf, type RecordType, type StoredRecord, type Values } from '@bulwark/record';
import type { Selection } from './query.ts';
import { inOrder, matching, tableOf } from './repository.ts';
import { recordFrom } from './rows.ts';

/** The ids of all records of a selection, in its order: one look, whatever is changed while they are read. */
export const listIds = async (
  sql: Sql,
  type: RecordType,
  selection: Selection,
): Promise<string[]> => {
  const rows = await inOrder(sql, type, selection).select('id');
  return rows.map(({ id }: { id: string }) => id);
};

const PAGE = 250;

/** Records by their ids, in that order, a page at a time. */
export async function* readRecords(
  sql: Sql,
  type: RecordType,
  ids: readonly string[],
): AsyncGenerator<readonly StoredRecord[]> {
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const rows: Values[] = await sql(tableOf(type)).whereIn('id', page);
    const byId = new Map(rows.map((row) => [String(row.id), row]));
    yield page.flatMap((id) => {
      const row = byId.get(id);
      return row ? [recordFrom(type, row)] : [];
    });
  }
}

/** Those of a selection with more characters in one of these fields. */
export const listLonger = async (
  sql: Sql,
  type: RecordType,
  {
    selection,
    fields,
    characters,
  }: { selection: Selection; fields: readonly string[]; characters: number },
): Promise<string[]> => {
  if (fields.length === 0) return [];
  const rows = await matching(sql, type, selection)
    .andWhere((either) => {
      for (const name of fields)
        either.orWhereRaw('CHAR_LENGTH(??) > ?', [columnOf(name), characters]);
    })
    .orderBy('reference')
    .select('id');
  return rows.map(({ id }: { id: string }) => id);
};
