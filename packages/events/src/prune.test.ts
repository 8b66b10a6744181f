import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { acknowledge, pruneLanes } from './acknowledged.ts';
import { readPosition } from './consumed-repository.ts';
import { readOutbox } from './outbox-repository.ts';
import { eventually, LONG } from './test-bench.ts';
import { openLogBench } from './test-log.ts';
import { listen, openParty, type Party } from './test-parties.ts';
import type { Transport } from './transport.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

let bench: Awaited<ReturnType<typeof openLogBench>>;
let transport: Transport;
let speaker: Party;
let reader: Party;
const ends: (() => Promise<void>)[] = [];

beforeEach(async () => {
  bench = await openLogBench();
  transport = await bench.open('audit');
  const tag = Date.now().toString(36);
  speaker = await openParty(`s${tag}`);
  reader = await openParty(`r${tag}`);
}, LONG);
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  for (const party of [speaker, reader]) await party.close();
  await transport.close();
  await bench.close();
}, LONG);

const join = async (by: Party, to: Party): Promise<void> => {
  ends.push((await listen({ reader: by, to, transport })).stop);
};

const numbers = async (): Promise<number[]> => {
  const { sql } = speaker.database;
  const rows = await readOutbox(sql, { stream: 'events', epoch: 1, after: 0, most: 100 });
  return rows.map(({ n }) => n);
};

const effects = (by: Party, texts: readonly string[]) =>
  eventually(async () => expect(await by.effects()).toEqual(texts));

const prune = (now: Date, readers: readonly string[] = [reader.name]) =>
  pruneLanes({
    service: speaker.name,
    sql: speaker.database.sql,
    transport,
    readers: { events: readers, audit: [] },
    now,
  });

/** The reader says how far it is, and the speaker has heard it. */
const told = async (): Promise<void> => {
  const lane = `${speaker.name}/events`;
  const position = () => readPosition(reader.database.sql, lane, 1);
  await acknowledge(reader.name, [{ lane, position }], reader.inTransaction);
  const { n } = await position();
  await eventually(async () => {
    const row = await speaker.database.sql('acknowledged').first('n');
    expect(row?.n).toBe(n);
  });
};

const said = async (...texts: string[]): Promise<void> => {
  for (const text of texts) await speaker.say(text);
};

test(
  'what nobody has acknowledged stays, however old',
  async () => {
    speaker.relayTo(transport);
    await join(reader, speaker);
    await said('a', 'b');
    await effects(reader, ['a', 'b']);
    await prune(inDays(3000));
    expect(await numbers()).toEqual([1, 2]);
  },
  LONG,
);

test(
  'what all readers have goes after a week, and what one of them lacks stays',
  async () => {
    speaker.relayTo(transport);
    reader.relayTo(transport);
    await join(reader, speaker);
    await join(speaker, reader);
    await said('a', 'b');
    await effects(reader, ['a', 'b']);
    await told();
    await said('c');
    await prune(inDays(6));
    expect(await numbers()).toEqual([1, 2, 3]);
    await prune(inDays(8), [reader.name, 'another']);
    expect(await numbers()).toEqual([1, 2, 3]);
    await prune(inDays(8));
    expect(await numbers()).toEqual([3]);
    await effects(reader, ['a', 'b', 'c']);
    await told();
    await prune(inDays(8));
    expect(await numbers()).toEqual([]);
    await said('d');
    await effects(reader, ['a', 'b', 'c', 'd']);
  },
  LONG,
);

test(
  'a relay that was sent back goes on where the outbox begins',
  async () => {
    const relay = speaker.relayTo(transport);
    reader.relayTo(transport);
    await join(reader, speaker);
    await join(speaker, reader);
    await said('a', 'b');
    await effects(reader, ['a', 'b']);
    await told();
    await said('c');
    await effects(reader, ['a', 'b', 'c']);
    await prune(inDays(8));
    await relay.rewind('events', 1, 0);
    // As a rewind that read before the pruning would have left it.
    await speaker.database.sql('relayed').where({ stream: 'events' }).update({ n: 0 });
    await relay.drain();
    await said('d');
    await effects(reader, ['a', 'b', 'c', 'd']);
  },
  LONG,
);

test(
  'a reader that is new begins where the lane does',
  async () => {
    speaker.relayTo(transport);
    reader.relayTo(transport);
    await join(reader, speaker);
    await join(speaker, reader);
    await said('a', 'b');
    await effects(reader, ['a', 'b']);
    await told();
    await said('c');
    await effects(reader, ['a', 'b', 'c']);
    await prune(inDays(8));
    const late = await openParty(`l${Date.now().toString(36)}`);
    ends.push(late.close);
    late.relayTo(transport);
    await join(speaker, late);
    await join(late, speaker);
    await said('d');
    await effects(late, ['c', 'd']);
    expect(
      await late.database
        .sql('consumed')
        .where({ lane: `${speaker.name}/events` })
        .first('n'),
    ).toEqual({ n: 4 });
  },
  LONG,
);
