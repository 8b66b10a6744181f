import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { connect, migrate } from '@bulwark/db';
import { connectAdministrator } from '@bulwark/db/administrator';
import { z } from '@bulwark/record';
import { later } from '@bulwark/runtime';
import { noteAcknowledged } from './acknowledged.ts';
import type { EventType, IncomingEvent } from './catalogue.ts';
import { testDatabase } from './config.ts';
import { onEvent, subscriptionsFor } from './consumer.ts';
import { askForHoles } from './holes.ts';
import { answerWanted } from './lane-wanted.ts';
import { createRelay, type Relay } from './relay.ts';
import { type SignedRun, signRun } from './run.ts';
import type { Subscription, Transport } from './transport.ts';
import { createUnit, type Tx } from './unit.ts';

/** What parties tell each other. */
const said: EventType<{ text: string }, never> = {
  name: 'thing.said',
  version: 1,
  body: z.strictObject({ text: z.string() }),
  personal: null,
  readers: [],
};

const EFFECTS = `CREATE TABLE effect (
  at INT NOT NULL AUTO_INCREMENT PRIMARY KEY, lane VARCHAR(40) NOT NULL, text VARCHAR(200) NOT NULL)`;

/** A service reduced to what events need: a schema of its own, a lane with its key, and a table of effects. */
export const openParty = async (name: string) => {
  const schema = `contract_${name}`;
  const administrator = await connectAdministrator(testDatabase());
  await administrator.query(`CREATE DATABASE \`${schema}\` CHARACTER SET utf8mb4`);
  const address = { ...testDatabase(), database: schema };
  const folder = join(import.meta.dirname, '..', 'migrations');
  await migrate({ connection: address, sets: [{ name: 'events', folder }] });
  const database = connect(address);
  await database.sql.raw(EFFECTS);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const alarms: { kind: string; [fact: string]: unknown }[] = [];
  const relays = new Map<Transport, Relay>();
  let nudge = (): void => {};
  const inTransaction = createUnit({
    database,
    sealKeys: {},
    now: () => new Date(),
    newId: randomUUID,
    nudge: () => nudge(),
  });
  return {
    name,
    database,
    inTransaction,
    publicKey,
    privateKey,
    alarms,
    relayTo: (transport: Transport): Relay => {
      const way = { service: name, database, transport, key: privateKey, kid: name };
      const relay = relays.get(transport) ?? createRelay(way);
      relays.set(transport, relay);
      nudge = () => persist(relay);
      return relay;
    },
    say: (text: string, key = 'k') =>
      inTransaction(async (tx) => tx.emit({ type: said, key, body: { text } })),
    sign: (run: Parameters<typeof signRun>[0]): SignedRun =>
      signRun(run, { key: privateKey, kid: name }),
    effects: async (): Promise<string[]> =>
      (await database.sql('effect').orderBy('at').select('text')).map(({ text }) => text),
    close: async () => {
      await database.close();
      await administrator.query(`DROP DATABASE \`${schema}\``);
      await administrator.close();
    },
  };
};
export type Party = Awaited<ReturnType<typeof openParty>>;

/** As a service does it: what failed is tried again until it succeeds, or its party has gone. */
const persist = ({ drain }: Relay): void => {
  let tries = 0;
  const attempt = (): void =>
    void drain().catch(() => {
      tries += 1;
      if (tries < MOST_TRIES) later(attempt, RETRY_MS);
    });
  attempt();
};

const RETRY_MS = 250;
const MOST_TRIES = 60;

/** The bytes of an event that says something, as a lane holds them. */
export const entrySaying = (text: string, key = 'k') => ({
  payload: JSON.stringify({
    ...{ id: randomUUID(), name: said.name, version: 1, time: new Date().toISOString() },
    ...{ key, body: { text } },
  }),
  sealed: null,
});

export type Listening = {
  readonly reader: Party;
  readonly to: Party;
  readonly transport: Transport;
  /** Happens in the effect's transaction, after the effect. */
  readonly also?: (tx: Tx, event: IncomingEvent<{ text: string }, never>) => Promise<void>;
  /** What stands between the transport and the reader. */
  readonly between?: (deliver: Subscription['deliver']) => Subscription['deliver'];
};

/** Lets a party write down what another says; each also answers the other's wish for its lane. */
export const listen = async (listening: Listening): Promise<{ stop(): Promise<void> }> => {
  const { reader, to, transport, also, between = (deliver) => deliver } = listening;
  const { database, inTransaction, alarms } = reader;
  const alarm = (kind: string, facts: object) => void alarms.push({ ...facts, kind });
  const now = () => new Date();
  const wrote = onEvent(to.name, said, async (tx, event) => {
    await tx.sql('effect').insert({ lane: to.name, text: event.body.text });
    await also?.(tx, event);
  });
  const relay = reader.relayTo(transport);
  const answers = answerWanted(reader.name, {
    askers: [to.name],
    relay,
    nudge: () => persist(relay),
  });
  const notes = noteAcknowledged(reader.name, [to.name]);
  const subscriptions = subscriptionsFor([wrote, ...answers, ...notes], {
    reader: reader.name,
    epoch: 1,
    database,
    inTransaction,
    laneKeys: { [to.name]: to.publicKey },
    sealKey: reader.privateKey,
    alarm,
    now,
    holeIn: askForHoles({ alarm, inTransaction, now }),
  });
  const running = await Promise.all(
    subscriptions.map((one) => transport.subscribe({ ...one, deliver: between(one.deliver) })),
  );
  return { stop: async () => void (await Promise.all(running.map((one) => one.stop()))) };
};
