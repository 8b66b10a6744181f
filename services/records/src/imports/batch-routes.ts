import type { Sql } from '@bulwark/db';
import { problem, type Route, route } from '@bulwark/http';
import { type RecordType, z } from '@bulwark/record';
import { type Batch, findBatch, listBatches, moveBatch } from './batches-repository.ts';

/** How far an import is. */
export const progress = z.object({
  id: z.uuid(),
  source: z.string(),
  state: z.enum(['running', 'done', 'stopped']),
  /** Rows of the file, and how many of them are stored. */
  rows: z.int(),
  stored: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  problem: z.string().nullable(),
  startedBy: z.uuid(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});

export const progressOf = (batch: Batch): z.infer<typeof progress> => ({
  ...batch,
  rows: batch.total,
  stored: batch.created + batch.changed + batch.unchanged,
});

type Options = { readonly sql: Sql; readonly nudge: () => void };

const MOST_LISTED = 20;
const withId = z.strictObject({ id: z.uuid() });

/** Watching imports that take longer than one answer, and going on with one that was stopped. */
export const batchRoutes = (type: RecordType, { sql, nudge }: Options): Route[] => [
  route({
    method: 'GET',
    path: `/${type.plural}/imports`,
    summary: 'The latest large imports, newest first',
    permission: `${type.page}:create`,
    audit: { when: 'visit', page: type.plural },
    response: z.object({ items: z.array(progress) }),
    read: async () => {
      const batches = await listBatches(sql, type.name, MOST_LISTED);
      return { body: { items: batches.map(progressOf) } };
    },
  }),
  route({
    method: 'GET',
    path: `/${type.plural}/imports/:id`,
    summary: 'How far an import is',
    permission: `${type.page}:create`,
    audit: { when: 'visit', page: type.plural },
    params: withId,
    response: progress,
    read: async ({ params }) => ({ body: progressOf(await demandBatch(sql, type, params.id)) }),
  }),
  route({
    method: 'POST',
    path: `/${type.plural}/imports/:id/resume`,
    summary: 'Go on with an import that was stopped, once its reason is mended',
    permission: `${type.page}:create`,
    audit: { when: 'change', action: `${type.name}.import.resume`, kind: 'execute' },
    params: withId,
    body: z.strictObject({}),
    response: progress,
    handle: async (tx, { params: { id } }) => {
      await demandBatch(tx.sql, type, id);
      const end = { from: 'stopped', to: 'running', problem: null, endedAt: null } as const;
      if (!(await moveBatch(tx.sql, id, end)))
        throw problem('conflict', 'Only an import that was stopped can go on.');
      const batch = await demandBatch(tx.sql, type, id);
      return {
        body: progressOf(batch),
        about: { resource: { type: 'import', id, rev: null } },
        after: nudge,
      };
    },
  }),
];

const demandBatch = async (sql: Sql, type: RecordType, id: string): Promise<Batch> => {
  const batch = await findBatch(sql, id);
  if (batch?.type === type.name) return batch;
  throw problem('not_found', 'There is no such import.');
};
