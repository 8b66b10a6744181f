import type { Sql } from '@bulwark/db';
import { problem, type Route, route } from '@bulwark/http';
import {
  changeSchema,
  createSchema,
  type RecordType,
  recordSchema,
  type StoredRecord,
  z,
} from '@bulwark/record';
import { listSteps } from './history-repository.ts';
import { recordAt } from './point-in-time.ts';
import { cursorAfter, listQuerySchema } from './query.ts';
import { countRecords, findRecord, findSource, listRecords } from './repository.ts';
import { changeRecord, createRecord, notFound } from './store.ts';

const withId = z.strictObject({ id: z.uuid() });
const BODY_LIMIT = 2 * 1024 * 1024;

const step = z.object({
  rev: z.int(),
  time: z.string(),
  actor: z.string(),
  action: z.string(),
  reason: z.string().nullable(),
  changes: z.array(z.object({ path: z.string(), before: z.json(), after: z.json() })),
});

export type RegisterOptions = {
  readonly sql: Sql;
  readonly types: readonly RecordType[];
  readonly newId: () => string;
};

/** What every record type offers, from its declaration alone. */
export const registerRoutes = (type: RecordType, options: RegisterOptions): Route[] => [
  ...readRoutes(type, options),
  ...writeRoutes(type, options),
];

const readRoutes = (type: RecordType, { sql }: RegisterOptions): Route[] => [
  route({
    method: 'GET',
    path: `/${type.plural}`,
    summary: `${type.titlePlural}: filtered, sorted, a page at a time`,
    permission: `${type.page}:view`,
    audit: { when: 'visit', page: type.plural },
    query: listQuerySchema(type),
    response: z.object({
      items: z.array(recordSchema(type)),
      next: z.string().nullable(),
      total: z.int(),
    }),
    read: async ({ query }) => {
      const items = await listRecords(sql, type, query);
      const total = await countRecords(sql, type, query);
      const last = items.length === query.limit ? items.at(-1) : null;
      const next = last ? cursorAfter(last, type, query.sort.field) : null;
      return { body: { items, next, total } };
    },
  }),
  route({
    method: 'GET',
    path: `/${type.plural}/:id`,
    summary: `One ${type.title.toLowerCase()}, as it is or as it was at a moment`,
    permission: `${type.page}:view`,
    audit: { when: 'visit', page: type.plural },
    params: withId,
    query: z.strictObject({ at: z.iso.datetime({ offset: true }).optional() }),
    response: recordSchema(type),
    read: async ({ params, query: { at } }) => {
      const record = await findRecord(sql, type, params.id);
      if (!record) throw notFound(type);
      if (at) return { body: await asItWas(sql, type, record, new Date(at)) };
      const source = await findSource(sql, type, params.id);
      return { body: source ? { ...record, source } : record, revision: record.rev };
    },
  }),
  route({
    method: 'GET',
    path: `/${type.plural}/:id/history`,
    summary: `Who changed this ${type.title.toLowerCase()}, when, from what to what`,
    permission: `${type.page}:view`,
    audit: { when: 'visit', page: type.plural },
    params: withId,
    response: z.object({ items: z.array(step) }),
    read: async ({ params }) => {
      if (!(await findRecord(sql, type, params.id))) throw notFound(type);
      return { body: { items: await listSteps(sql, { type: type.name, id: params.id }) } };
    },
  }),
];

const asItWas = async (sql: Sql, type: RecordType, record: StoredRecord, at: Date) => {
  const steps = await listSteps(sql, { type: type.name, id: record.id });
  const then = recordAt(record, steps, at);
  if (then) return then;
  throw problem('not_found', `${record.reference} did not exist then: it was made later.`);
};

const writeRoutes = (type: RecordType, { newId, types }: RegisterOptions): Route[] => [
  route({
    method: 'POST',
    path: `/${type.plural}`,
    summary: `Add a ${type.title.toLowerCase()}`,
    permission: `${type.page}:create`,
    audit: { when: 'change', action: `${type.name}.create`, kind: 'create' },
    body: createSchema(type),
    limit: BODY_LIMIT,
    response: recordSchema(type),
    handle: async (tx, { body, sender, now }) => {
      const { record, about } = await createRecord(tx, type, {
        values: body,
        sender,
        now,
        newId,
        types,
      });
      return { status: 201, revision: record.rev, body: record, about };
    },
  }),
  route({
    method: 'PATCH',
    path: `/${type.plural}/:id`,
    summary: `Change a ${type.title.toLowerCase()}: only the fields that are sent`,
    permission: `${type.page}:edit`,
    audit: { when: 'change', action: `${type.name}.edit`, kind: 'update' },
    params: withId,
    ifMatch: true,
    body: changeSchema(type),
    limit: BODY_LIMIT,
    response: recordSchema(type),
    handle: async (tx, { params, body, revision, sender, now }) => {
      const changing = {
        id: params.id,
        revision,
        action: 'edit',
        sender,
        now,
        newId,
        types,
      } as const;
      const { record, about } = await changeRecord(tx, type, { ...changing, values: body });
      return { revision: record.rev, body: record, about };
    },
  }),
  ...(['deactivate', 'reactivate'] as const).map((action) =>
    route({
      method: 'POST',
      path: `/${type.plural}/:id/${action}`,
      summary: `${action === 'deactivate' ? 'Take out of use' : 'Take into use again'}, with the reason`,
      permission: `${type.page}:delete`,
      audit: { when: 'change', action: `${type.name}.${action}`, kind: 'update' },
      params: withId,
      ifMatch: true,
      body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
      response: recordSchema(type),
      handle: async (tx, { params, body, revision, sender, now }) => {
        const changing = { id: params.id, revision, action, sender, now, newId, types };
        const { record, about } = await changeRecord(tx, type, { ...changing, ...body });
        return { revision: record.rev, body: record, about };
      },
    }),
  ),
];
