import type { Sql } from '@bulwark/db';
import { type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import type { Opening } from '@bulwark/trail';
import { csvOf, jsonLinesOf } from './formats.ts';
import { type EntryFilter, findEntries, readProjected } from './repository.ts';
import { type People, type ShownEntry, showEntry } from './show.ts';

export type EntryOptions = {
  readonly sql: Sql;
  readonly size: () => Promise<number>;
  readonly open: (entryIds: readonly string[]) => Promise<Map<string, Opening[]>>;
  readonly people: () => Promise<People>;
};

const filter = {
  actor: z.uuid().optional(),
  action: z.string().max(80).optional(),
  outcome: z.enum(['success', 'denied', 'failure']).optional(),
  resourceType: z.string().max(40).optional(),
  resource: z.string().max(80).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
};
const page = z.strictObject({
  ...filter,
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const value = z.json();
const entry = z.object({
  leaf: z.int(),
  id: z.string(),
  time: z.string(),
  service: z.string(),
  actor: z.object({
    type: z.string(),
    id: z.string().nullable(),
    name: z.string().nullable(),
    profiles: z.array(z.string()),
    session: z.string().nullable(),
    assurance: z.string(),
  }),
  as: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  action: z.string(),
  kind: z.string(),
  outcome: z.string(),
  reason: z.string().nullable(),
  resource: z.object({ type: z.string(), id: z.string(), rev: z.int().nullable() }).nullable(),
  ip: value,
  agent: value,
  changes: z.array(z.object({ path: z.string(), before: value, after: value })),
  request: z.object({ id: z.string(), route: z.string(), build: z.string() }),
});

export const entryRoutes = (options: EntryOptions): Route[] => [
  route({
    method: 'GET',
    path: '/entries',
    summary: 'The audit trail, newest first',
    permission: 'trail:view',
    audit: { when: 'view', action: 'trail.view' },
    query: page,
    response: z.object({
      items: z.array(entry),
      next: z.string().nullable(),
      indexed: z.object({ upTo: z.int(), of: z.int() }),
    }),
    read: async ({ query: { after, limit, ...wanted } }) => {
      const items = await readPage(options, wanted, { before: after ?? null, limit });
      const last = items.length === limit ? items.at(-1) : null;
      const indexed = { upTo: await readProjected(options.sql), of: await options.size() };
      return { body: { items, next: last ? String(last.leaf) : null, indexed } };
    },
  }),
  route({
    method: 'GET',
    path: '/export',
    summary: 'The audit trail as CSV or JSON Lines',
    permission: 'export-trail:view',
    audit: { when: 'view', action: 'trail.export' },
    query: z.strictObject({ ...filter, format: z.enum(['csv', 'jsonl']) }),
    response: 'file',
    read: async ({ query: { format, ...wanted }, now }) => {
      const rows = everyEntry(options, wanted);
      const name = `audit-trail-${now.toISOString().slice(0, 10)}.${format}`;
      return {
        file:
          format === 'csv'
            ? { name, type: 'text/csv; charset=utf-8', content: csvOf(rows) }
            : { name, type: 'application/x-ndjson', content: jsonLinesOf(rows) },
        about: { changes: [{ path: '/format', before: null, after: format }] },
      };
    },
  }),
];

const readPage = async (
  { sql, open, people }: EntryOptions,
  wanted: EntryFilter,
  range: { before: number | null; limit: number },
): Promise<ShownEntry[]> => {
  const rows = await findEntries(sql, wanted, range);
  const ids = rows.map(({ bytes }) => (JSON.parse(bytes) as { id: string }).id);
  const openings = await open(ids);
  const names = await people();
  return rows.map((row, index) => showEntry(row, openings.get(ids[index] ?? '') ?? [], names));
};

const CHUNK = 500;

async function* everyEntry(options: EntryOptions, wanted: EntryFilter): AsyncGenerator<ShownEntry> {
  let before: number | null = null;
  for (;;) {
    const rows: ShownEntry[] = await readPage(options, wanted, { before, limit: CHUNK });
    yield* rows;
    before = rows.at(-1)?.leaf ?? 0;
    if (rows.length < CHUNK) return;
  }
}
