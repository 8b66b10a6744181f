import type { Sql } from '@bulwark/db';
import { listKnownPeople } from '@bulwark/events';
import type { RecordType } from '@bulwark/record';
import type { Lookups } from './judge.ts';
import { listNames } from './repository.ts';

/** Finds people and records by what a file calls them; read once for a whole file. */
export const readLookups = async (
  sql: Sql,
  type: RecordType,
  types: readonly RecordType[],
): Promise<Lookups> => {
  const people = new Map<string, string>();
  for (const { id, name, email, state } of await listKnownPeople(sql)) {
    people.set(id, id);
    people.set(email.toLowerCase(), id);
    if (state === 'active') people.set(name.toLowerCase(), id);
  }
  const linked = new Set(Object.values(type.fields).flatMap(({ of }) => (of ? [of] : [])));
  const records = new Map<string, string>();
  for (const other of types.filter(({ name }) => linked.has(name))) {
    for (const { id, reference, title } of await listNames(sql, other)) {
      for (const name of [id, reference, title])
        records.set(`${other.name} ${name.toLowerCase()}`, id);
    }
  }
  return {
    findPerson: (text) => people.get(text.toLowerCase()) ?? null,
    findRecord: (of, text) => records.get(`${of} ${text.toLowerCase()}`) ?? null,
  };
};
