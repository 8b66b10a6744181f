import { type Installation, isRunning, lockHolder, pathsOf, refusal } from '@bulwark/tenancy';
import { type Kafka, readBus, startBus } from './bus.ts';
import { openChildren } from './children.ts';
import { databasePlaceOf, readLogin, startDatabase } from './database.ts';
import type { Programs } from './mariadb.ts';
import { asOperator, type HostParts, partsOf, recordOf, takeHome } from './supervisor.ts';
import { endLeftovers } from './takeover.ts';
import type { Wiring } from './wiring.ts';

/** Whether a supervisor runs this home now. */
export const supervisorOf = async (installation: Installation) => {
  const holder = await lockHolder(pathsOf(installation).supervisorLock);
  return holder && isRunning(holder) ? holder : null;
};

type Desk = {
  readonly installation: Installation;
  readonly programs: Programs;
  readonly kafka: Kafka | null;
  readonly wiring: Wiring;
  readonly say: (line: string) => void;
};

/** Runs an operator task against the running database, or against one started for this task alone. */
export const operate = async <T>(
  desk: Desk,
  task: (parts: HostParts) => Promise<T>,
): Promise<T> => {
  const { installation } = desk;
  if (await supervisorOf(installation)) return await operateRunning(desk, task);
  const release = await takeHome(installation.home);
  try {
    return await operateAlone(desk, task);
  } finally {
    await release();
  }
};

const operateRunning = async <T>(
  desk: Desk,
  task: (parts: HostParts) => Promise<T>,
): Promise<T> => {
  const login = await readLogin(databasePlaceOf(desk.installation));
  const bus = await readBus(desk.installation, desk.kafka);
  return await asOperator(login, bus, async (reach) => task(partsOf(desk.wiring, reach))).catch(
    (error) => {
      if (error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT') throw error;
      throw refusal('The system is just starting or stopping. Try again in a moment.');
    },
  );
};

const operateAlone = async <T>(desk: Desk, task: (parts: HostParts) => Promise<T>): Promise<T> => {
  const { installation, say } = desk;
  await endLeftovers(recordOf(installation), installation.uids);
  const children = openChildren({
    record: recordOf(installation),
    logs: pathsOf(installation).log,
    say,
  });
  const database = await startDatabase(children, databasePlaceOf(installation), desk.programs);
  try {
    const bus = await startBus(children, installation, desk.kafka);
    try {
      return await asOperator(database.login, bus, async (reach) =>
        // No cell runs: there is nobody to wait for.
        task({ ...partsOf(desk.wiring, reach), whenServing: async () => undefined }),
      );
    } finally {
      await bus?.stop();
    }
  } finally {
    await database.stop();
  }
};
