import type { Sql } from '@bulwark/db';

/** A person as a service other than identity knows them. */
export type KnownPerson = {
  readonly id: string;
  readonly rev: number;
  readonly state: 'active' | 'deactivated';
  readonly managerId: string | null;
  readonly name: string;
  readonly email: string;
};

const COLUMNS = {
  id: 'id',
  rev: 'rev',
  state: 'state',
  managerId: 'manager_id',
  name: 'name',
  email: 'email',
};

export const listKnownPeople = async (sql: Sql): Promise<KnownPerson[]> =>
  sql('known_person').orderBy(['name', 'id']).select(COLUMNS);

export const findKnownPerson = async (sql: Sql, id: string): Promise<KnownPerson | null> =>
  (await sql('known_person').where({ id }).first(COLUMNS)) ?? null;

/** Keeps a person unless a later revision is kept already. */
export const storeKnownPerson = async (
  sql: Sql,
  { managerId, ...person }: KnownPerson,
): Promise<void> => {
  const row = { ...person, manager_id: managerId };
  const known = await sql('known_person').where({ id: person.id }).forUpdate().first('rev');
  if (!known) await sql('known_person').insert(row);
  else if (known.rev < person.rev) await sql('known_person').where({ id: person.id }).update(row);
};
