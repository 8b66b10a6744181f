import type { Passwords } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { type Route, route, type Sender } from '@bulwark/http';
import { z } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import { oneTimePassword } from './one-time-password.ts';
import type { Person } from './people.ts';
import { insertPerson, listPeople, setOneTimePassword } from './repository.ts';
import {
  about,
  defined,
  demandPerson,
  demandSound,
  type ListProfiles,
  store,
  tellChanged,
  tellPassword,
  unlessTaken,
} from './store.ts';

export type PeopleOptions = {
  readonly sql: Sql;
  readonly passwords: Passwords;
  readonly newId: () => string;
  readonly lookAgain: (sql: Sql, sender: Sender, page: string, action: string) => Promise<void>;
  readonly listProfiles: ListProfiles;
  readonly endSessionsOf: (sql: Sql, personId: string) => Promise<void>;
};

export const person = z.object({
  id: z.uuid(),
  rev: z.int(),
  name: z.string(),
  email: z.string(),
  departmentId: z.uuid().nullable(),
  managerId: z.uuid().nullable(),
  profiles: z.array(z.string()),
  state: z.enum(['active', 'deactivated']),
});

const fields = z.strictObject({
  name: z.string().trim().min(1).max(120),
  email: z.email().toLowerCase().max(254),
  departmentId: z.uuid().nullable(),
  managerId: z.uuid().nullable(),
  profiles: z.array(z.string().max(40)).max(20),
});

export const withId = z.strictObject({ id: z.uuid() });
const withReason = z.strictObject({ reason: z.string().trim().min(1).max(500) });
const reasonGiven = (id: string, reason: string) => ({
  path: '/reason',
  before: null,
  after: hidden(reason, `person:${id}`),
});
const LIMIT = 50;

export const peopleRoutes = (options: PeopleOptions): Route[] => [
  route({
    method: 'GET',
    path: '/people',
    summary: 'People of this company, by name',
    permission: 'people:view',
    audit: { when: 'visit', page: 'people' },
    query: z.strictObject({ search: z.string().max(100).default(''), after: cursor().optional() }),
    response: z.object({ items: z.array(person), next: z.string().nullable() }),
    read: async ({ query: { search, after = null } }) => {
      const items = await listPeople(options.sql, { search, after, limit: LIMIT });
      const last = items.length === LIMIT ? items.at(-1) : null;
      return { body: { items, next: last ? cursorOf(last) : null } };
    },
  }),
  route({
    method: 'POST',
    path: '/people',
    summary: 'Add a person, who gets a password for the first sign-in by mail',
    permission: 'people:create',
    audit: { when: 'change', action: 'person.create', kind: 'create' },
    body: fields.partial({ departmentId: true, managerId: true, profiles: true }),
    response: person,
    handle: async (tx, { body, sender, now }) => {
      await options.lookAgain(tx.sql, sender, 'people', 'create');
      const made: Person = {
        id: options.newId(),
        rev: 1,
        departmentId: null,
        managerId: null,
        profiles: [],
        ...defined(body),
        state: 'active',
      };
      await demandSound(tx.sql, made, options);
      const password = oneTimePassword();
      const passwordHash = await options.passwords.hash(password);
      await unlessTaken(() => insertPerson(tx.sql, made, { passwordHash, now }));
      tellChanged(tx, made);
      tellPassword(tx, made, { oneTimePassword: password, why: 'welcome' });
      return {
        status: 201,
        body: made,
        about: about(made, {}),
      };
    },
  }),
  route({
    method: 'PATCH',
    path: '/people/:id',
    summary: 'Change a person; new rights hold everywhere once this is answered',
    permission: 'people:edit',
    audit: { when: 'change', action: 'person.edit', kind: 'update' },
    params: withId,
    ifMatch: true,
    body: fields.partial(),
    response: person,
    settles: true,
    handle: async (tx, { params, body, revision, sender, now }) => {
      await options.lookAgain(tx.sql, sender, 'people', 'edit');
      const before = await demandPerson(tx.sql, params.id, revision);
      const after: Person = { ...before, ...defined(body), rev: before.rev + 1 };
      await demandSound(tx.sql, after, options);
      await store(tx, { before, after, now });
      return { revision: after.rev, body: after, about: about(after, before) };
    },
  }),
  route({
    method: 'POST',
    path: '/people/:id/reset-password',
    summary:
      'Send a person a new password for one sign-in; their sessions end, their second factor stays',
    permission: 'people:edit',
    audit: { when: 'change', action: 'person.reset-password', kind: 'update' },
    params: withId,
    ifMatch: true,
    body: withReason,
    response: 'empty',
    settles: true,
    handle: async (tx, { params, body, revision, sender, now }) => {
      await options.lookAgain(tx.sql, sender, 'people', 'edit');
      const person = await demandPerson(tx.sql, params.id, revision);
      const password = oneTimePassword();
      const hash = await options.passwords.hash(password);
      await setOneTimePassword(tx.sql, { personId: person.id, hash, now });
      await options.endSessionsOf(tx.sql, person.id);
      tellPassword(tx, person, { oneTimePassword: password, why: 'reset' });
      const resource = { type: 'person', id: person.id, rev: person.rev };
      return { about: { resource, changes: [reasonGiven(person.id, body.reason)] } };
    },
  }),
  ...(['deactivate', 'reactivate'] as const).map((action) =>
    route({
      method: 'POST',
      path: `/people/:id/${action}`,
      summary: `${action === 'deactivate' ? 'End' : 'Restore'} a person's access; the trail keeps naming them`,
      permission: 'people:delete',
      audit: { when: 'change', action: `person.${action}`, kind: 'update' },
      params: withId,
      ifMatch: true,
      body: withReason,
      response: person,
      settles: true,
      handle: async (tx, { params, body, revision, sender, now }) => {
        await options.lookAgain(tx.sql, sender, 'people', 'delete');
        const before = await demandPerson(tx.sql, params.id, revision);
        const state = action === 'deactivate' ? ('deactivated' as const) : ('active' as const);
        const after: Person = { ...before, state, rev: before.rev + 1 };
        await store(tx, { before, after, now, reason: body.reason });
        await options.endSessionsOf(tx.sql, after.id);
        const change = { path: '/state', before: before.state, after: after.state };
        return {
          revision: after.rev,
          body: after,
          about: { ...about(after, before), changes: [change, reasonGiven(after.id, body.reason)] },
        };
      },
    }),
  ),
];

const cursorOf = ({ name, id }: Person): string =>
  Buffer.from(JSON.stringify({ name, id })).toString('base64url');

function cursor() {
  const inside = z.strictObject({ name: z.string(), id: z.uuid() });
  return z
    .string()
    .max(600)
    .transform((text, context) => {
      try {
        return inside.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
      } catch {
        context.addIssue({ code: 'custom', message: 'Take the cursor from the page before.' });
        return z.NEVER;
      }
    });
}
