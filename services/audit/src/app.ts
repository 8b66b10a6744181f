import { askForHoles, keepPeople, listKnownPeople, wantPeople } from '@bulwark/events';
import type { App, Ports, Service } from '@bulwark/runtime';
import { createProjector } from './entries/projector.ts';
import { entryRoutes } from './entries/routes.ts';
import { createDisclosures } from './ledger/disclosures.ts';
import { bundlesAmong, bundleWith, readBundle, readTip } from './ledger/repository.ts';
import { createSequencer } from './ledger/sequencer.ts';
import { createLog } from './tree/log.ts';

const createApp = (ports: Ports): App => {
  const { cell, keys, secret, database, connectTo, inTransaction, sealKey, now, newId } = ports;
  const { sql } = database;
  const ledger = connectTo('ledger');
  const kek = Buffer.from(secret('kek').reveal(), 'base64');
  const disclosures = createDisclosures({ sql, kek, newId, now });
  const projector = createProjector({
    sql,
    inTransaction,
    readBundle: (first) => readBundle(ledger.sql, first),
  });
  const project = ports.keepTrying('projection', projector.project);
  const sequencer = createSequencer({
    tenant: cell.id,
    epoch: cell.epoch,
    services: Object.keys(keys),
    laneKeys: Object.fromEntries(Object.entries(keys).map(([name, { lane }]) => [name, lane.key])),
    sealKey,
    ledger: ledger.sql,
    disclosures,
    alarm: ports.alarm,
    now,
    holeIn: askForHoles(ports),
    appended: () => {
      project();
      log.grow();
    },
  });
  const log = createLog(ports, {
    sql: ledger.sql,
    leaves: async () => (await readTip(ledger.sql)).leaves,
    bundlesAmong: (from, most) => bundlesAmong(ledger.sql, from, most),
    bundleWith: (leaf) => bundleWith(ledger.sql, leaf),
  });
  const entries = entryRoutes({
    sql,
    size: sequencer.size,
    open: disclosures.open,
    people: async () => new Map((await listKnownPeople(sql)).map(({ id, name }) => [id, name])),
  });
  return {
    routes: [...entries, ...log.routes],
    subscriptions: sequencer.subscriptions,
    consumers: [keepPeople],
    started: async () => {
      project();
      log.grow();
      await wantPeople('audit', { sql, inTransaction });
    },
    stop: () => ledger.close(),
  };
};

export const audit: Service = { name: 'audit', createApp };
