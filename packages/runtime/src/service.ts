import { join } from 'node:path';
import {
  assertDurable,
  type Database,
  type MigrationSet,
  SHARED_SETS,
  schemaGap,
} from '@bulwark/db';
import {
  answerWanted,
  askForHoles,
  type Consumer,
  createRelay,
  noteAcknowledged,
  type Relay,
  type Subscription,
  subscriptionsFor,
  type Transport,
} from '@bulwark/events';
import type { App, Ports, Service } from './app.ts';
import { openBackground, type Pace } from './background.ts';
import type { Cell } from './cell.ts';
import { openDoors } from './doors.ts';
import { housekeeping } from './housekeeping.ts';
import type { Log } from './log.ts';
import { parkedRoutes } from './parked.ts';
import { alarmTo, connectTo, keyIn, mapValues, portsOf } from './ports.ts';

export type Surroundings = {
  readonly cell: Cell;
  readonly transport: Transport;
  readonly log: Log;
  /** The build's folder: `migrations/<set>/NNNN-name.sql` and `openapi.json`. */
  readonly resources: string;
  readonly now?: () => Date;
  /** Which of several processes of the same service this is; null for the only one. */
  readonly replica?: number | null;
  readonly pace?: Pace;
};

export type Running = { stop(): Promise<void> };

/** Starts one service of one tenant and answers how to stop it. Fails closed: anything missing is an error. */
export const startService = async (
  service: Service,
  surroundings: Surroundings,
): Promise<Running> => {
  const { name } = service;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    await startInOrder(service, surroundings, stops);
  } catch (error) {
    await stop();
    throw error;
  }
  surroundings.log({ msg: 'service started', service: name });
  return { stop };
};

/** Each thing that is started leaves how it is stopped; stopping goes the other way round. */
const startInOrder = async (
  service: Service,
  surroundings: Surroundings,
  stops: (() => Promise<void>)[],
): Promise<void> => {
  const { name } = service;
  const { cell, transport, log, resources, now = () => new Date(), replica = null } = surroundings;
  const database = connectTo(cell, name)(name);
  stops.push(database.close);
  await assertDurable(database.sql);
  await assertSchema(database, migrationSets(name, join(resources, 'migrations')));
  const alarm = alarmTo(log);
  const { pace } = surroundings;
  const background = openBackground({ database, log, alarm, now, stops, pace });
  const relay = relayOf(name, database, surroundings);
  const nudgeRelay = background.repeat('relay', relay.drain);
  const ports = portsOf(name, { cell, database, log, now, nudgeRelay, background, resources });
  const app = await service.createApp(ports);
  if (app.stop) stops.push(app.stop);
  const consumers = consumersOf(name, { app, ports, relay, nudgeRelay });
  const subscriptions = subscriptionsOf(name, { app, ports, consumers });
  for (const wanted of subscriptions) {
    const reading = await transport.subscribe(wanted);
    stops.push(reading.stop);
  }
  const peer = [...(app.peer ?? []), ...parkedRoutes(name, consumers, { ...app, ...ports })];
  const doors = await openDoors(name, { ...app, peer }, { ...ports, replica });
  stops.push(doors.close);
  nudgeRelay();
  await app.started?.();
  const kept = housekeeping(name, { ports, subscriptions, transport });
  await background.startJobs([...(app.jobs ?? []), kept]);
};

/** The folders that together make a service's schema. */
export const migrationSets = (schema: string, folder: string): MigrationSet[] =>
  [...SHARED_SETS, schema].map((name) => ({ name, folder: join(folder, name) }));

const assertSchema = async ({ sql }: Database, sets: readonly MigrationSet[]): Promise<void> => {
  const { missing, unknown } = await schemaGap(sql, sets);
  if (missing.length > 0)
    throw new Error(`the schema lacks ${missing.join(', ')}: migrate it first`);
  if (unknown.length > 0) {
    throw new Error(
      `the data is newer than this code (${unknown.join(', ')}): start the newer version`,
    );
  }
};

const relayOf = (name: string, database: Database, { cell, transport }: Surroundings): Relay =>
  createRelay({
    service: name,
    database,
    transport,
    key: keyIn(cell, name, 'lane.key'),
    kid: cell.keys[name]?.lane.kid ?? '',
  });

type Reading = {
  readonly app: App;
  readonly ports: Ports;
  readonly relay: Relay;
  readonly nudgeRelay: () => void;
};

/** What the service itself consumes, and what every service answers. */
const consumersOf = (
  name: string,
  { app, ports, relay, nudgeRelay }: Reading,
): readonly Consumer[] => [
  ...(app.consumers ?? []),
  ...answerWanted(name, { askers: Object.keys(ports.keys), relay, nudge: nudgeRelay }),
  ...noteAcknowledged(name, Object.keys(ports.keys)),
];

const subscriptionsOf = (
  name: string,
  { app, ports, consumers }: Pick<Reading, 'app' | 'ports'> & { consumers: readonly Consumer[] },
): Subscription[] => {
  const { keys, cell, database, inTransaction, sealKey, alarm, now } = ports;
  const mine = subscriptionsFor(consumers, {
    reader: name,
    epoch: cell.epoch,
    database,
    inTransaction,
    laneKeys: mapValues(keys, ({ lane }) => lane.key),
    sealKey,
    alarm,
    now,
    ...(app.consumed ? { consumed: app.consumed } : {}),
    holeIn: askForHoles(ports),
  });
  return [...mine, ...(app.subscriptions ?? [])];
};
