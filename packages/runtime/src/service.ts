import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateKeyFrom } from '@bulwark/crypto';
import { assertDurable, connect, type Database, type MigrationSet, schemaGap } from '@bulwark/db';
import {
  type Alarm,
  answerWanted,
  askForHoles,
  createRelay,
  createUnit,
  type Relay,
  type Subscription,
  subscriptionsFor,
  type Transport,
} from '@bulwark/events';
import { v7 } from 'uuid';
import type { App, Ports, Service } from './app.ts';
import type { Cell } from './cell.ts';
import { openDoors } from './doors.ts';
import { keepTrying } from './keep-trying.ts';
import type { Log } from './log.ts';

export type Surroundings = {
  readonly cell: Cell;
  readonly transport: Transport;
  readonly log: Log;
  /** The build's folder: `migrations/<set>/NNNN-name.sql` and `openapi.json`. */
  readonly resources: string;
  readonly now?: () => Date;
};

export type Running = { stop(): Promise<void> };

/** Starts one service of one tenant and answers how to stop it. Fails closed: anything missing is an error. */
export const startService = async (
  service: Service,
  surroundings: Surroundings,
): Promise<Running> => {
  const { name } = service;
  const { cell, transport, log, resources, now = () => new Date() } = surroundings;
  const database = connectTo(cell, name)(name);
  await assertDurable(database.sql);
  await assertSchema(database, migrationSets(name, join(resources, 'migrations')));
  const stops: (() => Promise<void>)[] = [];
  const repeat = (what: string, work: () => Promise<void>): (() => void) => {
    const { nudge, stop } = keepTrying(what, work, log);
    stops.push(stop);
    return nudge;
  };
  const relay = relayOf(name, database, surroundings);
  const nudgeRelay = repeat('relay', relay.drain);
  const ports = portsOf(name, { cell, database, log, now, nudgeRelay, repeat, resources });
  const app = await service.createApp(ports);
  const reading = await Promise.all(
    subscriptionsOf(name, { app, ports, relay, nudgeRelay }).map((wanted) =>
      transport.subscribe(wanted),
    ),
  );
  const doors = await openDoors(name, app, ports);
  nudgeRelay();
  await app.started?.();
  log({ msg: 'service started', service: name });
  return {
    stop: async () => {
      await doors.close();
      await Promise.all(reading.map((subscription) => subscription.stop()));
      await Promise.all(stops.map((stop) => stop()));
      await app.stop?.();
      await database.close();
    },
  };
};

/** The folders that together make a service's schema. */
export const migrationSets = (schema: string, folder: string): MigrationSet[] =>
  ['events', 'http', schema].map((name) => ({ name, folder: join(folder, name) }));

const connectTo =
  (cell: Cell, service: string) =>
  (schema: string): Database => {
    const login = `${cell.spec.id}_${schema}`;
    const file = schema === service ? 'database.password' : `${schema}.password`;
    return connect({
      socketPath: cell.spec.database.socket,
      user: login,
      password: cell.secret(service, file).reveal(),
      database: login,
    });
  };

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

const keyIn = (cell: Cell, service: string, file: string): KeyObject =>
  privateKeyFrom(cell.secret(service, file).reveal());

const relayOf = (name: string, database: Database, { cell, transport }: Surroundings): Relay =>
  createRelay({
    service: name,
    database,
    transport,
    key: keyIn(cell, name, 'lane.key'),
    kid: cell.keys[name]?.lane.kid ?? '',
  });

type Parts = {
  readonly cell: Cell;
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly nudgeRelay: () => void;
  readonly repeat: Ports['keepTrying'];
  readonly resources: string;
};

const portsOf = (
  name: string,
  { cell, database, log, now, nudgeRelay, repeat, resources }: Parts,
): Ports => ({
  cell: cell.spec,
  keys: cell.keys,
  secret: (file) => cell.secret(name, file),
  database,
  connectTo: connectTo(cell, name),
  inTransaction: createUnit({
    database,
    sealKeys: mapValues(cell.keys, ({ seal }) => seal.key),
    now,
    newId: v7,
    nudge: nudgeRelay,
  }),
  sealKey: keyIn(cell, name, 'seal.key'),
  now,
  newId: v7,
  openApi: () => readFile(join(resources, 'openapi.json'), 'utf8'),
  log,
  alarm: alarmTo(log),
  keepTrying: repeat,
});

const alarmTo =
  (log: Log): Alarm =>
  (kind, facts) =>
    log({ level: 'error', msg: 'alarm', kind, ...facts });

type Reading = {
  readonly app: App;
  readonly ports: Ports;
  readonly relay: Relay;
  readonly nudgeRelay: () => void;
};

const subscriptionsOf = (
  name: string,
  { app, ports, relay, nudgeRelay }: Reading,
): Subscription[] => {
  const { keys, cell, database, inTransaction, sealKey, alarm, now } = ports;
  const again = answerWanted(name, { askers: Object.keys(keys), relay, nudge: nudgeRelay });
  const mine = subscriptionsFor([...(app.consumers ?? []), ...again], {
    reader: name,
    epoch: cell.epoch,
    database,
    inTransaction,
    laneKeys: mapValues(keys, ({ lane }) => lane.key),
    sealKey,
    alarm,
    now,
    holeIn: askForHoles(ports),
  });
  return [...mine, ...(app.subscriptions ?? [])];
};

const mapValues = <A, B>(
  values: { readonly [name: string]: A },
  change: (value: A) => B,
): { [name: string]: B } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
