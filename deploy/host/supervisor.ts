import { join } from 'node:path';
import {
  bringUpToDate,
  demandRecoveryKey,
  findTenant,
  type Installation,
  type PackParts,
  type Parts,
  pathsOf,
  provision,
  provisionAny,
  type RestoreParts,
  refusal,
  show,
  takeLock,
} from '@bulwark/tenancy';
import { type Bus, type Kafka, startBus, withBroker } from './bus.ts';
import { type Cells, openCells } from './cells.ts';
import { type Child, openChildren } from './children.ts';
import {
  type AdministratorLogin,
  asAdministrator,
  databasePlaceOf,
  type RunningDatabase,
  startDatabase,
} from './database.ts';
import { demoTenants, furnishDemo, furnishPlatform, operatorTenant } from './demo.ts';
import { place } from './installation.ts';
import type { Programs } from './mariadb.ts';
import { placeFolder } from './privileged.ts';
import { describe, type Ready, removeReady, writeReady } from './ready.ts';
import { gatewaySpecOf, witnessSpecOf } from './specs.ts';
import { whenServing, whenSilent, whenStopped } from './stopped.ts';
import { endLeftovers } from './takeover.ts';
import type { Wiring } from './wiring.ts';

export type System = {
  readonly installation: Installation;
  readonly build: string;
  readonly programs: Programs;
  readonly kafka: Kafka | null;
  readonly wiring: Wiring;
  readonly say: (line: string) => void;
};

export type Running = { readonly stop: () => Promise<void> };

const refreshReadyMs = 5000;

/** Where the supervisor remembers its children, for the one after it. */
export const recordOf = ({ home }: Installation): string => join(home, 'run', 'processes.json');

/** Makes this process the only supervisor of a home; answers how to stop being it. */
export const takeHome = async (home: string): Promise<() => Promise<void>> => {
  await placeFolder(join(home, 'locks'), { uid: null, gid: null, mode: 0o755 });
  const lock = await takeLock(join(home, 'locks', 'supervisor.lock'));
  if (lock.held) return lock.release;
  throw refusal(`${home} is run by process ${lock.holder.pid} already. Stop it first: npm stop`);
};

/** Starts everything, in order, and keeps it running until it is stopped. */
export const startSystem = async (system: System): Promise<Running> => {
  const { installation, say } = system;
  await removeReady(installation);
  const ended = await endLeftovers(recordOf(installation), installation.uids);
  if (ended.length > 0) say(`Ended what an earlier start left running: ${ended.join(', ')}.`);
  const children = openChildren({
    record: recordOf(installation),
    logs: pathsOf(installation).log,
    say,
  });
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
    await removeReady(installation);
  };
  try {
    const database = await startDatabase(children, databasePlaceOf(installation), system.programs);
    stops.push(database.stop);
    const bus = await startBus(children, installation, system.kafka);
    if (bus) stops.push(bus.stop);
    await prepareTenants(system, database, bus);
    const witness = await children.start(witnessSpecOf(installation, system.build));
    stops.push(witness.stop);
    const cells = openCells(installation, children, say);
    stops.push(cells.stop);
    const gateway = await children.start(gatewaySpecOf(installation, system.build));
    stops.push(gateway.stop);
    const noWitness = (error: Error): void =>
      say(`The witness does not start; checkpoints wait for it. ${error.message}`);
    await Promise.all([witness.ready().catch(noWitness), cells.settle(), gateway.ready()]);
    stops.push(await announce(system, database, cells, gateway));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Brings the tenants that are there to this build, and makes those that a new home starts with. */
const prepareTenants = async (
  system: System,
  database: RunningDatabase,
  bus: Bus | null,
): Promise<void> => {
  const { installation, build, say } = system;
  await asOperator(database.login, bus, async (reach) => {
    const parts = partsOf(system.wiring, reach);
    await demandRecoveryKey(installation, place, say);
    await bringUpToDate(parts, installation, build);
    if (!(await findTenant(installation, operatorTenant.slug))) {
      say('Making the operator’s own tenant …');
      const made = await provisionAny(parts, installation, { ...operatorTenant, build });
      await furnishPlatform(installation, made, system.wiring);
    }
    if (installation.mode !== 'development') return;
    for (const tenant of demoTenants) {
      const shown = await show(installation, tenant.slug);
      if (shown.state === 'whole' || shown.ended) continue;
      say(`Making the tenant ${tenant.slug} …`);
      const made = await provision(parts, installation, { ...tenant, build });
      await furnishDemo(installation, made, system.wiring);
    }
  });
};

/** Opens database and broker as their administrator for one task. */
export const asOperator = async <T>(
  login: AdministratorLogin,
  bus: Bus | null,
  task: (reach: Reach) => Promise<T>,
): Promise<T> =>
  await asAdministrator(login, async (query) =>
    withBroker(bus, async (broker) => {
      const { user: _user, password: _password, ...server } = login;
      return task({ query, server, ...(broker ? { broker } : {}) });
    }),
  );

type Reach = Pick<Parts, 'query' | 'server' | 'broker'>;

/** All that operator tasks of a host are given. */
export type HostParts = Parts & RestoreParts & PackParts;

export const partsOf = (wiring: Wiring, reach: Reach): HostParts => ({
  ...wiring,
  ...reach,
  place,
  now: () => new Date(),
  whenStopped,
  whenServing,
  whenSilent,
});

/** Says who may come in where, and keeps saying it in ready.json as tenants and passwords change. */
const announce = async (
  system: System,
  database: RunningDatabase,
  cells: Cells,
  gateway: Child,
): Promise<() => Promise<void>> => {
  const { installation, say } = system;
  const write = async () => await writeReady(installation, database.login, system.wiring);
  let ready = await write();
  for (const line of describe(ready)) say(line);
  const unwatch = cells.watch(async () => {
    await cells.settle();
    await gateway.ready();
    ready = await write();
  });
  const timer = setInterval(() => {
    if (!hasPasswords(ready)) return;
    // The database may be restarting; the next turn looks again.
    write().then(
      (written) => {
        ready = written;
      },
      () => undefined,
    );
  }, refreshReadyMs);
  return async () => {
    unwatch();
    clearInterval(timer);
  };
};

const hasPasswords = ({ tenants }: Ready): boolean => tenants.some(({ admin }) => admin?.password);
