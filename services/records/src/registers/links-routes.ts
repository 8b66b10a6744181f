import type { Sql } from '@bulwark/db';
import { problem, type Route, route } from '@bulwark/http';
import { type RecordType, z } from '@bulwark/record';
import { findLinksTo, findShown, type LinkRow } from './links-repository.ts';

const MOST = 1000;

const linked = z.strictObject({
  type: z.string(),
  plural: z.string(),
  /** Which field of that record names this one, in words. */
  field: z.string(),
  id: z.uuid(),
  reference: z.string(),
  title: z.string().nullable(),
  state: z.enum(['active', 'deactivated']),
});
type Linked = z.infer<typeof linked>;

/** A link seen from its other side: the records that name this one. */
export const linkRoute = (
  type: RecordType,
  { sql, types }: { readonly sql: Sql; readonly types: readonly RecordType[] },
): Route =>
  route({
    method: 'GET',
    path: `/${type.plural}/:id/links`,
    summary: `The records that name this ${type.title.toLowerCase()}`,
    permission: `${type.page}:view`,
    audit: { when: 'visit', page: type.plural },
    params: z.strictObject({ id: z.uuid() }),
    response: z.object({ items: z.array(linked) }),
    read: async ({ params: { id }, sender }) => {
      const [self] = await findShown(sql, type, [id]);
      if (!self) throw problem('not_found', `There is no such ${type.title.toLowerCase()}.`);
      const rows = await findLinksTo(sql, { type: type.name, id, limit: MOST });
      const { rights } = sender.claims;
      const visible = types.filter(({ page }) => rights[page]?.includes('view'));
      const items: Linked[] = [];
      for (const other of visible) items.push(...(await shownOf(sql, other, rows)));
      return { body: { items } };
    },
  });

const shownOf = async (sql: Sql, type: RecordType, rows: readonly LinkRow[]): Promise<Linked[]> => {
  const mine = rows.filter((row) => row.type === type.name);
  const records = await findShown(
    sql,
    type,
    mine.map(({ id }) => id),
  );
  const byId = new Map(records.map((record) => [record.id, record]));
  return mine.flatMap(({ id, field }) => {
    const record = byId.get(id);
    const label = type.fields[field]?.label ?? field;
    return record ? [{ type: type.name, plural: type.plural, field: label, ...record }] : [];
  });
};
