import type { Sql } from '@bulwark/db';
import { personChanged, personWanted } from './catalogue.ts';
import { type Consumer, onEvent } from './consumer.ts';
import { listKnownPeople, storeKnownPerson } from './known-people-repository.ts';
import type { InTransaction } from './unit.ts';

/** Keeps this service's own copy of people up to date with what identity says. */
export const keepPeople: Consumer = onEvent(
  'identity',
  personChanged,
  async (tx, { body, personal }) => {
    if (!personal) throw new Error('person.changed came without its personal part');
    await storeKnownPerson(tx.sql, { ...body, ...personal });
  },
);

/** A service that knows nobody yet asks for everybody. */
export const wantPeople = async (
  reader: string,
  { sql, inTransaction }: { sql: Sql; inTransaction: InTransaction },
): Promise<void> => {
  if ((await listKnownPeople(sql)).length > 0) return;
  await inTransaction(async (tx) =>
    tx.emit({ type: personWanted, key: reader, body: { by: reader } }),
  );
};
