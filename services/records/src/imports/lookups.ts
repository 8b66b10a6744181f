import type { Sql } from '@bulwark/db';
import { listKnownPeople } from '@bulwark/events';
import type { RecordType } from '@bulwark/record';
import { listNames } from './names-repository.ts';
import type { Lookups } from './verdict.ts';

/** Finds people and records by what a file calls them; read once for a whole file. */
export const readLookups = async (
  sql: Sql,
  type: RecordType,
  types: readonly RecordType[],
): Promise<Lookups & Pick<Stored, 'outOfUse'>> => {
  const people = await readPeople(sql);
  const linked = new Set(Object.values(type.fields).flatMap(({ of }) => (of ? [of] : [])));
  const records = new Map<string, ReadonlyMap<string, string>>();
  const outOfUse = new Map<string, string>();
  for (const other of types.filter(({ name }) => linked.has(name))) {
    const stored = await readNames(sql, other);
    records.set(other.name, stored.names);
    for (const [id, reference] of stored.outOfUse) outOfUse.set(id, reference);
  }
  return {
    findPerson: (text) => people.get(text.toLowerCase()) ?? null,
    findRecord: (of, text) => records.get(of)?.get(text.toLowerCase()) ?? null,
    outOfUse,
  };
};

const readPeople = async (sql: Sql): Promise<Map<string, string>> => {
  const people = new Map<string, string>();
  const known = await listKnownPeople(sql);
  for (const { id, name, state } of known)
    if (state === 'active') people.set(name.toLowerCase(), id);
  for (const { id, email } of known) people.set(email.toLowerCase(), id);
  for (const { id } of known) people.set(id, id);
  return people;
};

type Stored = {
  readonly names: ReadonlyMap<string, string>;
  /** References of deactivated records by id: nothing may newly name them. */
  readonly outOfUse: ReadonlyMap<string, string>;
};

/** What is unique wins: an id over a reference, a reference over a title. */
const readNames = async (sql: Sql, type: RecordType): Promise<Stored> => {
  const all = await listNames(sql, type);
  const names = new Map<string, string>();
  for (const { id, title } of all) names.set(String(title).toLowerCase(), id);
  for (const { id, reference } of all) names.set(reference.toLowerCase(), id);
  for (const { id } of all) names.set(id, id);
  const gone = all.filter(({ state }) => state === 'deactivated');
  return { names, outOfUse: new Map(gone.map(({ id, reference }) => [id, reference])) };
};
