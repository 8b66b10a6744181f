import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateKeyFrom } from '@bulwark/crypto';
import { connect, type Database } from '@bulwark/db';
import { type Alarm, createUnit } from '@bulwark/events';
import { v7 } from 'uuid';
import type { Ports } from './app.ts';
import { type Cell, serverOf } from './cell.ts';
import type { Log } from './log.ts';

export type Parts = {
  readonly cell: Cell;
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly nudgeRelay: () => void;
  readonly background: { readonly repeat: Ports['keepTrying']; readonly alone: Ports['alone'] };
  readonly resources: string;
};

/** What a service is given in a real cell. */
export const portsOf = (
  name: string,
  { cell, database, log, now, nudgeRelay, background, resources }: Parts,
): Ports => ({
  cell: cell.spec,
  folder: cell.folder,
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
  resources,
  openApi: () => readFile(join(resources, 'openapi.json'), 'utf8'),
  log,
  alarm: alarmTo(log),
  keepTrying: background.repeat,
  alone: background.alone,
});

export const alarmTo =
  (log: Log): Alarm =>
  (kind, facts) =>
    log({ level: 'error', msg: 'alarm', kind, ...facts });

/** Opens a schema of a service under its own login. */
export const connectTo =
  (cell: Cell, service: string) =>
  (schema: string): Database => {
    const login = `${cell.spec.id}_${schema}`;
    const file = schema === service ? 'database.password' : `${schema}.password`;
    return connect({
      ...serverOf(cell.spec),
      user: login,
      password: cell.secret(service, file).reveal(),
      database: login,
    });
  };

/** A private key of a service. @throws Error when its file is missing or open to others */
export const keyIn = (cell: Cell, service: string, file: string): KeyObject =>
  privateKeyFrom(cell.secret(service, file).reveal());

export const mapValues = <A, B>(
  values: { readonly [name: string]: A },
  change: (value: A) => B,
): { [name: string]: B } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
