import { type Sql, sqlTime } from '@bulwark/db';
import type { Person, PersonFields } from './people.ts';

const COLUMNS = {
  id: 'person.id',
  rev: 'person.rev',
  name: 'person.name',
  email: 'person.email',
  departmentId: 'person.department_id',
  managerId: 'person.manager_id',
  state: 'person.state',
};

export const findPerson = async (sql: Sql, id: string): Promise<Person | null> => {
  const row = await sql('person').where({ id }).first(COLUMNS);
  if (!row) return null;
  const [person] = await withProfiles(sql, [row]);
  return person ?? null;
};

/** People by name, a page at a time; `after` is the name and id of the last one seen. */
export const listPeople = async (
  sql: Sql,
  {
    search,
    after,
    limit,
  }: { search: string; after: { name: string; id: string } | null; limit: number },
): Promise<Person[]> => {
  const query = sql('person').orderBy(['name', 'id']).limit(limit).select(COLUMNS);
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    query.andWhere((either) =>
      either.where('name', 'like', pattern).orWhere('email', 'like', pattern.toLowerCase()),
    );
  }
  if (after) {
    query.andWhere((later) =>
      later
        .where('name', '>', after.name)
        .orWhere((same) => same.where('name', after.name).andWhere('id', '>', after.id)),
    );
  }
  return withProfiles(sql, await query);
};

export const everybody = async (sql: Sql): Promise<Person[]> =>
  withProfiles(sql, await sql('person').orderBy('id').select(COLUMNS));

const withProfiles = async (
  sql: Sql,
  rows: readonly Omit<Person, 'profiles'>[],
): Promise<Person[]> => {
  const held = await sql('person_profile')
    .whereIn(
      'person_id',
      rows.map(({ id }) => id),
    )
    .orderBy('profile_id')
    .select('person_id', 'profile_id');
  return rows.map((row) => ({
    ...row,
    profiles: held.filter(({ person_id }) => person_id === row.id).map((one) => one.profile_id),
  }));
};

export const insertPerson = async (
  sql: Sql,
  person: Person,
  { passwordHash, now }: { passwordHash: string; now: Date },
): Promise<void> => {
  const time = sqlTime(now);
  await sql('person').insert({
    ...rowOf(person),
    id: person.id,
    rev: person.rev,
    state: person.state,
    password_hash: passwordHash,
    password_set: time,
    must_change: true,
    created: time,
    updated: time,
  });
  await storeProfiles(sql, person);
};

/** Stores a person's next revision. False: somebody else was faster. */
export const updatePerson = async (
  sql: Sql,
  person: Person,
  { reason = null, now }: { reason?: string | null; now: Date },
): Promise<boolean> => {
  const updated = await sql('person')
    .where({ id: person.id, rev: person.rev - 1 })
    .update({
      ...rowOf(person),
      rev: person.rev,
      state: person.state,
      state_reason: reason,
      updated: sqlTime(now),
    });
  if (updated !== 1) return false;
  await endLinks(sql, person.id);
  await sql('person_profile').where({ person_id: person.id }).delete();
  await storeProfiles(sql, person);
  return true;
};

const rowOf = ({ name, email, departmentId, managerId }: PersonFields): object => ({
  name,
  email,
  department_id: departmentId,
  manager_id: managerId,
});

const storeProfiles = async (sql: Sql, { id, profiles }: Person): Promise<void> => {
  if (profiles.length === 0) return;
  await sql('person_profile').insert(
    profiles.map((profile) => ({ person_id: id, profile_id: profile })),
  );
};

/** How many active people other than this one may administer people: locked, so that two cannot leave at once. */
export const otherAdministrators = async (sql: Sql, id: string): Promise<number> => {
  const rows = await sql('person')
    .join('person_profile', 'person_profile.person_id', 'person.id')
    .where({ 'person.state': 'active', 'person_profile.profile_id': 'administrator' })
    .whereNot({ 'person.id': id })
    .forUpdate()
    .select('person.id');
  return rows.length;
};

/** Links that went to an address, or to somebody whose access has changed, are worth nothing any more. */
const endLinks = async (sql: Sql, personId: string): Promise<void> => {
  await sql('reset_link').where({ person_id: personId }).delete();
};

export const setOneTimePassword = async (
  sql: Sql,
  { personId, hash, now }: { personId: string; hash: string; now: Date },
): Promise<void> => {
  await sql('person')
    .where({ id: personId })
    .update({ password_hash: hash, password_set: sqlTime(now), must_change: true });
  await endLinks(sql, personId);
};

/** Whether a person still has the password that somebody else gave out. */
export const mustChange = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql('person').where({ id, must_change: true }).first('id')) !== undefined;

export type Department = { readonly id: string; readonly name: string };

export const listDepartments = async (sql: Sql): Promise<Department[]> =>
  sql('department').orderBy('name').select('id', 'name');

export const insertDepartment = async (sql: Sql, { id, name }: Department): Promise<void> => {
  await sql('department').insert({ id, name, rev: 1 });
};
