import type { Sql } from '@bulwark/db';

export type Rights = { [page: string]: string[] };

/** The union of the rights of a person's profiles; nothing for a person who is not active. */
export const rightsOf = async (
  sql: Sql,
  personId: string,
): Promise<{ profiles: string[]; rights: Rights }> => {
  const rows = await sql('person_profile')
    .join('person', 'person.id', 'person_profile.person_id')
    .leftJoin('profile_right', 'profile_right.profile_id', 'person_profile.profile_id')
    .where({ 'person_profile.person_id': personId, 'person.state': 'active' })
    .orderBy(['person_profile.profile_id', 'profile_right.page', 'profile_right.action'])
    .select('person_profile.profile_id', 'profile_right.page', 'profile_right.action');
  const rights: Rights = {};
  for (const { page, action } of rows) {
    if (page && !rights[page]?.includes(action)) rights[page] = [...(rights[page] ?? []), action];
  }
  return { profiles: [...new Set(rows.map((row) => row.profile_id as string))], rights };
};

export type Profile = {
  readonly id: string;
  readonly name: string;
  readonly shipped: boolean;
  readonly standsAlone: boolean;
  readonly rights: Rights;
};

export const listProfiles = async (sql: Sql): Promise<Profile[]> => {
  const profiles = await sql('profile')
    .orderBy('name')
    .select('id', 'name', 'shipped', 'stands_alone');
  const rows = await sql('profile_right').orderBy(['page', 'action']).select('*');
  return profiles.map(({ id, name, shipped, stands_alone }) => {
    const rights: Rights = {};
    for (const { profile_id, page, action } of rows) {
      if (profile_id === id) rights[page] = [...(rights[page] ?? []), action];
    }
    return { id, name, shipped: shipped === 1, standsAlone: stands_alone === 1, rights };
  });
};

export const insertProfile = async (
  sql: Sql,
  { id, name }: { id: string; name: string },
): Promise<void> => {
  await sql('profile').insert({ id, name, shipped: false, stands_alone: false, rev: 1 });
};
