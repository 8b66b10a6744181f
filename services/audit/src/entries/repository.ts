import { type Sql, sqlTime } from '@bulwark/db';
import type { Entry } from '@bulwark/trail';

export const readProjected = async (sql: Sql): Promise<number> => {
  const row = await sql('projected').where({ id: 1 }).first('leaves');
  return row?.leaves ?? 0;
};

/** Moves the projection on, in the transaction that stores what it moves over. False: another process did. */
export const advanceProjected = async (sql: Sql, from: number, to: number): Promise<boolean> =>
  (await sql('projected').where({ id: 1, leaves: from }).update({ leaves: to })) === 1;

export type ProjectedEntry = {
  readonly leaf: number;
  readonly bytes: string;
  readonly entry: Entry;
};

export const insertEntries = async (
  sql: Sql,
  entries: readonly ProjectedEntry[],
): Promise<void> => {
  if (entries.length === 0) return;
  await sql('entry').insert(
    entries.map(({ leaf, bytes, entry }) => ({
      leaf,
      id: entry.id,
      time: sqlTime(entry.time),
      actor: entry.actor.id,
      action: entry.action,
      kind: entry.kind,
      outcome: entry.outcome,
      service: entry.service,
      resource_type: entry.resource?.type ?? null,
      resource_id: entry.resource?.id ?? null,
      request: entry.request.id,
      bytes,
    })),
  );
};

export type EntryFilter = {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resource?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Entries newest first, from before a leaf on. */
export const findEntries = async (
  sql: Sql,
  filter: EntryFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<{ leaf: number; bytes: string }[]> => {
  const query = sql('entry').orderBy('leaf', 'desc').limit(limit).select('leaf', 'bytes');
  const equal = {
    actor: filter.actor,
    action: filter.action,
    outcome: filter.outcome,
    resource_type: filter.resourceType,
    resource_id: filter.resource,
  };
  for (const [column, value] of Object.entries(equal)) if (value) query.andWhere(column, value);
  if (filter.from) query.andWhere('time', '>=', sqlTime(filter.from));
  if (filter.to) query.andWhere('time', '<', sqlTime(filter.to));
  if (before !== null) query.andWhere('leaf', '<', before);
  return query;
};
