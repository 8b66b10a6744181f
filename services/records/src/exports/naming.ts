import type { Sql } from '@bulwark/db';
import { listKnownPeople } from '@bulwark/events';
import type { Naming, RecordType } from '@bulwark/record';

export type NamingOptions = {
  readonly sql: Sql;
  readonly types: readonly RecordType[];
  readonly listNames: (sql: Sql, type: RecordType) => Promise<{ id: string; reference: string }[]>;
};

/** Addresses of people and references of linked records: ids mean nothing to another system. */
export const readNaming = async (
  type: RecordType,
  { sql, types, listNames }: NamingOptions,
): Promise<Naming> => {
  const people = new Map((await listKnownPeople(sql)).map(({ id, email }) => [id, email]));
  const linked = new Set(Object.values(type.fields).flatMap(({ of }) => (of ? [of] : [])));
  const names = new Map<string, string>();
  for (const other of types.filter(({ name }) => linked.has(name))) {
    for (const { id, reference } of await listNames(sql, other)) names.set(id, reference);
  }
  return {
    personName: (id) => people.get(id) ?? id,
    linkName: (id) => names.get(id) ?? id,
  };
};
