import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { seal } from '@bulwark/crypto';
import { type Database, type Sql, transaction } from '@bulwark/db';
import { canonical, type EntryDraft, finishEntry, type Json } from '@bulwark/trail';
import type { EventType, OutgoingEvent } from './catalogue.ts';
import { storeEmitted } from './outbox-repository.ts';
import type { LaneEntry } from './run.ts';

/** A business transaction: rows through `sql`; facts and audit entries collected and written as its last act. */
export type Tx = {
  readonly sql: Sql;
  emit<Body, Personal>(event: OutgoingEvent<Body, Personal>): void;
  record(entry: EntryDraft): void;
};

/** Runs one business transaction: what it writes, emits and records is committed together or not at all. */
export type InTransaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export type UnitOptions = {
  readonly database: Database;
  /** Public seal keys by service: audit's for openings, each reader's for personal parts of events. */
  readonly sealKeys: { readonly [service: string]: KeyObject };
  readonly now: () => Date;
  readonly newId: () => string;
  /** Called after each commit that emitted something: wakes the relay. */
  readonly nudge: () => void;
};

export const createUnit =
  ({ database, sealKeys, now, newId, nudge }: UnitOptions): InTransaction =>
  async (work) => {
    let emitted = 0;
    const result = await transaction(database, async (sql) => {
      const events: LaneEntry[] = [];
      const audit: LaneEntry[] = [];
      const value = await work({
        sql,
        emit: (event) => events.push(closeEvent(event, { sealKeys, now, newId })),
        record: (entry) => audit.push(closeEntry(entry, sealKeys)),
      });
      await storeEmitted(sql, { events, audit }, now());
      emitted = events.length + audit.length;
      return value;
    });
    if (emitted > 0) nudge();
    return result;
  };

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const newSalt = (): Uint8Array => randomBytes(16);

const closeEntry = (draft: EntryDraft, sealKeys: UnitOptions['sealKeys']): LaneEntry => {
  const { bytes, openings } = finishEntry(draft, { sha256, newSalt });
  if (openings.length === 0) return { payload: bytes, sealed: null };
  const recipients = { audit: keyFor('audit', sealKeys) };
  return {
    payload: bytes,
    sealed: seal(JSON.stringify(openings), { recipients, context: draft.id }),
  };
};

const closeEvent = (
  { type, key, body, personal }: OutgoingEvent,
  { sealKeys, now, newId }: Pick<UnitOptions, 'sealKeys' | 'now' | 'newId'>,
): LaneEntry => {
  const id = newId();
  const payload = canonical({
    id,
    name: type.name,
    version: type.version,
    time: now().toISOString(),
    key,
    body: type.body.parse(body) as Json,
  });
  if (!type.personal) return { payload, sealed: null };
  const recipients = readersOf(type, sealKeys);
  const text = JSON.stringify(type.personal.parse(personal));
  return { payload, sealed: seal(text, { recipients, context: id }) };
};

/** Services that this cell does not run have no key and get nothing. */
const readersOf = (type: EventType, sealKeys: UnitOptions['sealKeys']) =>
  Object.fromEntries(
    type.readers.filter((name) => name in sealKeys).map((name) => [name, keyFor(name, sealKeys)]),
  );

const keyFor = (service: string, sealKeys: UnitOptions['sealKeys']): KeyObject => {
  const key = sealKeys[service];
  if (!key) throw new Error(`no seal key of ${service} is known`);
  return key;
};
