import { transportOf, writeCellSpec } from './cell.ts';
import { type TenantEntry, writeTenant } from './directory.ts';
import { asOwners, closeFence, openFence } from './fence.ts';
import { cellPaths, type Installation, pathsOf } from './installation.ts';
import { type OpenJournal, openJournal } from './journal.ts';
import { renewPasswords } from './keys.ts';
import { withLock } from './lock.ts';
import { migrateTenant } from './migration.ts';
import { findTenant, makeLogins } from './provision.ts';
import { refusal } from './refusal.ts';
import {
  type Facts,
  factsOf,
  journalOf,
  openOrRefuse,
  putBack,
  type RestoreOrder,
  refuseNewer,
  refuseOlder,
} from './restore-order.ts';
import type { OpenedBackup, RestoreParts } from './restore-parts.ts';
import { allowProcesses, schemaName, services } from './schemas.ts';

export type Restored = {
  readonly entry: TenantEntry;
  readonly backup: string;
  readonly taken: string;
  /** Active administrators afterwards; null when an earlier call had counted them. */
  readonly administrators: number | null;
  readonly lostFiles: readonly string[];
};

/**
 * Puts a tenant back to one of its backups, in a new epoch. What was committed until then is in the ledger first, and
 * power taken away since is taken away again. Cut off at any point, a second call finishes it.
 */
export const restore = async (
  parts: RestoreParts,
  installation: Installation,
  order: RestoreOrder,
): Promise<Restored> =>
  await withLock(pathsOf(installation).operatorLock, async () => {
    const entry = await findTenant(installation, order.slug);
    if (!entry) throw refusal(`There is no tenant '${order.slug}'. 'list' shows those there are.`);
    const facts = await factsOf(installation, entry, order, parts.now());
    await refuseOlder(installation, entry);
    const { cell } = cellPaths(installation, entry.id);
    const backup = await openOrRefuse(parts, cell, facts.backup);
    await refuseNewer(installation, entry, backup);
    const around = { installation, place: parts.place, announce: parts.step };
    const journal = await openJournal(around, journalOf(entry.id), facts);
    return await run({ parts, installation, entry, backup, journal, cell });
  });

type Run = {
  readonly parts: RestoreParts;
  readonly installation: Installation;
  readonly entry: TenantEntry;
  readonly backup: OpenedBackup;
  readonly journal: OpenJournal<Facts>;
  readonly cell: string;
};

const run = async (task: Run): Promise<Restored> => {
  const { parts, installation, entry, backup, journal } = task;
  const { step, facts } = journal;
  const { tenants } = pathsOf(installation);
  await step('stop', async () => {
    await writeTenant(tenants, { ...entry, state: 'restoring' });
    await parts.whenStopped?.(entry);
  });
  await step('fence', () => closeFence(parts, entry.id));
  await intoLedger(task);
  await load(task);
  await step('lanes', () => resetAll(task));
  await step('hold', () =>
    asOwners(parts, entry.id, (owners) => parts.holdMails(owners.notification)),
  );
  const counted: number[] = [];
  await step('power', async () => {
    counted.push(await reapply(task));
  });
  const administrators = counted[0] ?? null;
  await step('cell', () => writeSpec(task));
  await step('passwords', () => shutOut(task));
  await step('open', () => openFence(parts, entry.id));
  const restored = { ...entry, state: facts.state, epoch: facts.epoch };
  await step('start', () => writeTenant(tenants, restored));
  const lostFiles = await backup.lostFiles();
  await journal.close();
  return { entry: restored, backup: facts.backup, taken: backup.taken, administrators, lostFiles };
};

/** All that was ever committed reaches the ledger before anything is put back; the restore is its last leaf. */
const intoLedger = async ({ parts, entry, backup, journal, cell }: Run): Promise<void> => {
  const { facts, step } = journal;
  await step('drain', () =>
    asOwners(parts, entry.id, (owners) => parts.drainIntoLedger({ cell, owners })),
  );
  const act = {
    ...facts.act,
    action: 'tenant.restore',
    facts: {
      '/epoch': facts.epoch,
      '/backup': facts.backup,
      '/taken': backup.taken,
      '/sha256': backup.sha256,
    },
    operator: facts.operator,
    reason: facts.reason,
  };
  await step('leaf', () =>
    asOwners(parts, entry.id, (owners) => parts.recordAct({ cell, owners }, act)),
  );
};

const load = async ({ parts, installation, entry, backup, journal }: Run): Promise<void> => {
  for (const schema of putBack) {
    // Older than this service: it stays as it is.
    if (!backup.migrations[schema]) continue;
    await journal.step(`load ${schema}`, () =>
      asOwners(parts, entry.id, (owners) => backup.load(schema, owners[schema])),
    );
  }
  await journal.step('migrate', () =>
    migrateTenant(parts, installation, { id: entry.id, build: entry.build }),
  );
};

/** Every lane begins anew, those of the services that were not put back too: the epoch is the tenant's. */
const resetAll = async ({ parts, entry, journal }: Run): Promise<void> => {
  const { epoch } = journal.facts;
  await asOwners(parts, entry.id, async (owners) => {
    for (const service of services) await parts.resetLanes(owners[service], epoch);
  });
  await parts.query(`DELETE FROM \`${schemaName(entry.id, 'bus')}\`.run`);
};

const reapply = async ({ parts, entry, backup, cell }: Run): Promise<number> =>
  await asOwners(parts, entry.id, async (owners) => {
    const lane = backup.lanes.identity ?? { epoch: 0, audit: 0 };
    const since = { leaves: backup.ledgerLeaves, epoch: lane.epoch, n: lane.audit };
    const power = await parts.powerTakenSince({ owners }, since);
    const task = { cell, login: owners.identity, power, now: parts.now() };
    return (await parts.afterRestore(task)).administrators;
  });

/** A process of the epoch before, wherever it still runs, must not come back once the fence is open. */
const shutOut = async ({ parts, installation, entry }: Run): Promise<void> => {
  await renewPasswords(installation, parts.place, entry);
  await makeLogins(parts, installation, entry.id);
  await allowProcesses(parts, entry.id, entry.replicas);
};

const writeSpec = async ({ parts, installation, entry, journal }: Run): Promise<void> => {
  const tenant = { ...entry, epoch: journal.facts.epoch };
  const transport = await transportOf(parts.broker);
  const cell = { tenant, build: entry.build, server: parts.server, transport };
  await writeCellSpec(installation, parts.place, cell);
};
