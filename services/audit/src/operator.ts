import { privateKeyFrom } from '@bulwark/crypto';
import { connect, type Database, type DatabaseAddress } from '@bulwark/db';
import {
  createUnit,
  laneOf,
  readLane,
  readOutbox,
  type Subscription,
  signRun,
} from '@bulwark/events';
import { type Cell, newId, readCell } from '@bulwark/runtime';
import { type EntryDraft, hidden } from '@bulwark/trail';
import { createDisclosures } from './ledger/disclosures.ts';
import { bundlesFrom, positionsAt } from './ledger/repository.ts';
import { createSequencer } from './ledger/sequencer.ts';
import { hasEntry } from './restore/outbox-repository.ts';
import { type PowerTaken, powerTaken } from './restore/power.ts';
import { entriesSince } from './restore/since.ts';

type Desk = {
  /** The folder of the cell. */
  readonly cell: string;
  readonly owners: { readonly [schema: string]: DatabaseAddress };
};

const MOST_ENTRIES = 200;

/**
 * An operator task: brings what stands in the services' outboxes into the ledger by audit's own sequencer, with the
 * cell stopped. @throws Error when a lane has a hole, or is of another epoch
 */
export const drainIntoLedger = async ({ cell: folder, owners }: Desk): Promise<void> => {
  const cell = readCell(folder);
  await withDatabases(owners, async (open) => {
    const sequencer = sequencerOf(cell, open);
    for (const subscription of sequencer.subscriptions) {
      const service = subscription.lane.split('/')[0] ?? '';
      await drainLane(subscription, { cell, service, database: open(service) });
    }
  });
};

/** What the operator did; `operator` and `reason` are free text and stand as commitments. */
type Act = {
  readonly id: string;
  readonly time: string;
  readonly action: string;
  readonly facts: { readonly [path: string]: string | number };
  readonly operator: string;
  readonly reason: string;
};

/** Records an act of the operator in audit's own lane, once, and brings it into the ledger. */
export const recordAct = async (desk: Desk, act: Act): Promise<void> => {
  const cell = readCell(desk.cell);
  const entry = entryOfAct(act, cell.spec);
  await withDatabases(desk.owners, async (open) => {
    const database = open('audit');
    if (await hasEntry(database.sql, entry.id)) return;
    const sealKeys = Object.fromEntries(
      Object.entries(cell.keys).map(([service, { seal }]) => [service, seal.key]),
    );
    const around = { database, sealKeys, now: () => new Date(), newId, nudge: () => {} };
    await createUnit(around)(async (tx) => tx.record(entry));
  });
  await drainIntoLedger(desk);
};

const entryOfAct = (act: Act, { id: tenant, build }: Cell['spec']): EntryDraft => ({
  id: act.id,
  tenant,
  service: 'audit',
  time: act.time,
  actor: { type: 'operator', id: null, profiles: [], session: null, assurance: 'none' },
  as: null,
  source: { ip: null, agent: null },
  action: act.action,
  kind: 'execute',
  outcome: 'success',
  reason: null,
  resource: { type: 'tenant', id: tenant, rev: null },
  changes: [
    ...Object.entries(act.facts).map(([path, after]) => ({ path, before: null, after })),
    { path: '/operator', before: null, after: hidden(act.operator, `tenant:${tenant}`) },
    { path: '/reason', before: null, after: hidden(act.reason, `tenant:${tenant}`) },
  ],
  request: { id: newId(), route: `operator/${act.action.split('.')[1]}`, build },
});

/** What the trail says was taken away from people after a moment: the ledger's size and identity's lane then. */
export const powerTakenSince = async (
  { owners }: Pick<Desk, 'owners'>,
  since: { readonly leaves: number; readonly epoch: number; readonly n: number },
): Promise<PowerTaken> =>
  withDatabases(owners, async (open) => {
    const { sql } = open('ledger');
    const lane = laneOf('identity', 'audit');
    let before = (await positionsAt(sql, since.leaves))[lane] ?? null;
    const entries = [];
    for await (const bundle of bundlesFrom(sql, since.leaves)) {
      entries.push(...entriesSince({ before, bundle }, { lane, since }));
      before = bundle.positions[lane] ?? null;
    }
    return powerTaken(entries);
  });

const drainLane = async (
  subscription: Subscription,
  { cell, service, database }: { cell: Cell; service: string; database: Database },
): Promise<void> => {
  const { epoch, audit } = await readLane(database.sql);
  if (epoch !== cell.spec.epoch) throw new Error(`the lane of ${service} is of epoch ${epoch}`);
  const key = privateKeyFrom(cell.secret(service, 'lane.key').reveal());
  const kid = cell.keys[service]?.lane.kid ?? '';
  for (;;) {
    const { n } = await subscription.position();
    if (n >= audit) return;
    const wanted = { stream: 'audit' as const, epoch, after: n, most: MOST_ENTRIES };
    const entries = await readOutbox(database.sql, wanted);
    if (entries[0]?.n !== n + 1) throw new Error(`the outbox of ${service} lacks entry ${n + 1}`);
    const run = { lane: subscription.lane, epoch, first: n + 1, entries };
    await subscription.deliver(signRun(run, { key, kid }));
  }
};

const sequencerOf = (cell: Cell, open: (schema: string) => Database) => {
  const now = () => new Date();
  const kek = Buffer.from(cell.secret('audit', 'kek').reveal(), 'base64');
  const refuse = (what: string): never => {
    throw new Error(`the ledger does not take what the outboxes hold: ${what}`);
  };
  return createSequencer({
    tenant: cell.spec.id,
    epoch: cell.spec.epoch,
    services: Object.keys(cell.keys),
    laneKeys: Object.fromEntries(
      Object.entries(cell.keys).map(([name, { lane }]) => [name, lane.key]),
    ),
    sealKey: privateKeyFrom(cell.secret('audit', 'seal.key').reveal()),
    ledger: open('ledger').sql,
    disclosures: createDisclosures({ sql: open('audit').sql, kek, newId, now }),
    // A malformed entry becomes a quarantine leaf, as ever; everything else stops the task.
    alarm: (kind) => (kind === 'entry in quarantine' ? undefined : refuse(kind)),
    now,
    holeIn: async ({ lane }) => refuse(`a hole in ${lane}`),
    appended: () => {},
  });
};

const withDatabases = async <T>(
  owners: Desk['owners'],
  task: (open: (schema: string) => Database) => Promise<T>,
): Promise<T> => {
  const opened = new Map<string, Database>();
  const open = (schema: string): Database => {
    const login = owners[schema];
    if (!login) throw new Error(`there is no schema ${schema}`);
    const database = opened.get(schema) ?? connect(login, { most: 1 });
    opened.set(schema, database);
    return database;
  };
  return await task(open).finally(() =>
    Promise.all([...opened.values()].map((database) => database.close())),
  );
};
