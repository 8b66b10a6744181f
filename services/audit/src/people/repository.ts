import type { Sql } from '@bulwark/db';

export type KnownPerson = {
  readonly id: string;
  readonly rev: number;
  readonly name: string;
  readonly email: string;
  readonly state: string;
};

/** Keeps the newest revision of a person. */
export const storePerson = async (sql: Sql, person: KnownPerson): Promise<void> => {
  const known = await sql('person').where({ id: person.id }).forUpdate().first('rev');
  if (!known) {
    await sql('person').insert(person);
    return;
  }
  if (known.rev < person.rev) await sql('person').where({ id: person.id }).update(person);
};

export const listPeople = async (sql: Sql): Promise<KnownPerson[]> =>
  sql('person').orderBy(['name', 'id']).select('id', 'rev', 'name', 'email', 'state');
