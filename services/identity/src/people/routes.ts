import type { Passwords } from '@bulwark/crypto';
import { isDuplicate, type Sql } from '@bulwark/db';
import { personChanged, type Tx } from '@bulwark/events';
import { problem, type Route, route, type Sender } from '@bulwark/http';
import { z } from '@bulwark/record';
import { oneTimePassword } from './one-time-password.ts';
import { changesOf, judgeProfiles, type Person } from './people.ts';
import {
  findPerson,
  insertPerson,
  listPeople,
  otherAdministrators,
  updatePerson,
} from './repository.ts';

export type PeopleOptions = {
  readonly sql: Sql;
  readonly passwords: Passwords;
  readonly newId: () => string;
  readonly lookAgain: (sql: Sql, sender: Sender, page: string, action: string) => Promise<void>;
  readonly listProfiles: (
    sql: Sql,
  ) => Promise<{ id: string; name: string; standsAlone: boolean }[]>;
  readonly endSessionsOf: (sql: Sql, personId: string) => Promise<void>;
};

const person = z.object({
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

const withId = z.strictObject({ id: z.uuid() });
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
    summary: 'Add a person, with a password for the first sign-in that is shown this once',
    permission: 'people:create',
    audit: { when: 'change', action: 'person.create', kind: 'create' },
    body: fields.partial({ departmentId: true, managerId: true, profiles: true }),
    response: person.extend({ oneTimePassword: z.string() }),
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
      return {
        status: 201,
        body: { ...made, oneTimePassword: password },
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
  ...(['deactivate', 'reactivate'] as const).map((action) =>
    route({
      method: 'POST',
      path: `/people/:id/${action}`,
      summary: `${action === 'deactivate' ? 'End' : 'Restore'} a person's access; the trail keeps naming them`,
      permission: 'people:delete',
      audit: { when: 'change', action: `person.${action}`, kind: 'update' },
      params: withId,
      ifMatch: true,
      body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
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
          about: { ...about(after, before), changes: [change] },
        };
      },
    }),
  ),
];

const about = (after: Person, before: Partial<Person>) => ({
  resource: { type: 'person', id: after.id, rev: after.rev },
  changes: changesOf(after.id, before, after),
});

const demandPerson = async (sql: Sql, id: string, revision: number): Promise<Person> => {
  const found = await findPerson(sql, id);
  if (!found) throw problem('not_found', 'There is no such person.');
  if (found.rev !== revision) throw stale();
  return found;
};

const stale = () => problem('stale_revision', 'Load it again, then repeat your change.');

type Step = { before: Person; after: Person; now: Date; reason?: string };

const store = async (tx: Tx, { before, after, now, reason }: Step): Promise<void> => {
  const administers = ({ state, profiles }: Person): boolean =>
    state === 'active' && profiles.includes('administrator');
  if (administers(before) && !administers(after)) {
    if ((await otherAdministrators(tx.sql, after.id)) === 0) {
      throw problem('conflict', 'This is the last administrator: make somebody else one first.');
    }
  }
  const done = await unlessTaken(() =>
    updatePerson(tx.sql, after, { now, ...(reason ? { reason } : {}) }),
  );
  if (!done) throw stale();
  tellChanged(tx, after);
};

export const tellChanged = (tx: Tx, { id, rev, state, managerId, name, email }: Person): void =>
  tx.emit({
    type: personChanged,
    key: id,
    body: { id, rev, state, managerId },
    personal: { name, email },
  });

const demandSound = async (
  sql: Sql,
  { id, managerId, profiles }: Person,
  { listProfiles }: PeopleOptions,
): Promise<void> => {
  const faults = [];
  const clash = judgeProfiles(profiles, await listProfiles(sql));
  if (clash) faults.push({ path: '/profiles', message: clash });
  if (managerId === id) faults.push({ path: '/managerId', message: 'Nobody manages themselves.' });
  if (managerId && !(await findPerson(sql, managerId))) {
    faults.push({ path: '/managerId', message: 'There is no such person.' });
  }
  if (faults.length > 0) throw problem('invalid', 'Correct what is named.', { fields: faults });
};

const unlessTaken = async <T>(write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const message = 'Somebody has this address already.';
    throw problem('invalid', 'Correct what is named.', { fields: [{ path: '/email', message }] });
  }
};

/** Only what was really sent. */
const defined = <T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;

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
