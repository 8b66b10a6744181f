import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CellProcess,
  type Installation,
  list,
  pathsOf,
  processesOf,
  type TenantEntry,
} from '@bulwark/tenancy';
import type { Child, Children } from './children.ts';
import { cellSpecOf, processName } from './specs.ts';

const lookEveryMs = 500;
const untilSeenMs = 1500;

export type Cells = {
  /**
   * Starts and stops processes so that those of active tenants run, and waits for the new ones. One that does not start
   * is said and tried again; an error only when none starts.
   */
  readonly settle: () => Promise<void>;
  /** Looks at the tenant directory from now on; answers how to stop looking. */
  readonly watch: (onChange: () => Promise<void>) => () => void;
  readonly stop: () => Promise<void>;
};

type Wanted = { readonly entry: TenantEntry; readonly process: CellProcess };

/** The processes of every active tenant of the directory. */
export const openCells = (
  installation: Installation,
  children: Children,
  say: (line: string) => void,
): Cells => {
  const running = new Map<string, { readonly child: Child; readonly version: string }>();

  const start = async (name: string, { entry, process }: Wanted) => {
    const child = await children.start(cellSpecOf(installation, entry, process));
    running.set(name, { child, version: versionOf(entry) });
    await child.ready();
  };
  const stopOne = async (name: string) => {
    const one = running.get(name);
    running.delete(name);
    await one?.child.stop();
  };
  const settle = async () => {
    const wanted = await wantedProcesses(installation);
    const surplus = [...running.keys()].filter((name) => !wanted.has(name));
    const obsolete = [...running].filter(([name, { version }]) => {
      const now = wanted.get(name);
      return now && version !== versionOf(now.entry);
    });
    await Promise.all(obsolete.map(([name]) => stopOne(name)));
    const leaving = retire(surplus, stopOne);
    const missing = [...wanted].filter(([name]) => !running.has(name));
    const faults: Error[] = [];
    await inPairs(missing, async ([name, one]) => {
      await start(name, one).catch((error: Error) => {
        faults.push(error);
        say(`${name} does not start; the others go on. ${error.message}`);
      });
    });
    await leaving;
    if (faults[0] && faults.length === wanted.size) throw faults[0];
  };
  return {
    settle,
    watch: (onChange) => watchFolder(pathsOf(installation).tenants, onChange, say),
    stop: async () => {
      await Promise.all([...running.keys()].map(stopOne));
    },
  };
};

const wantedProcesses = async (installation: Installation): Promise<Map<string, Wanted>> => {
  const active = (await list(installation)).filter(({ state }) => state === 'active');
  return new Map(
    active.flatMap((entry) =>
      processesOf(installation, entry).map((process) => [
        processName(entry.slug, process),
        { entry, process },
      ]),
    ),
  );
};

/** Ends processes that no request goes to any more, once the gateway has had time to see that, too. */
const retire = async (
  names: readonly string[],
  stop: (name: string) => Promise<void>,
): Promise<void> => {
  if (names.length === 0) return;
  await pause(untilSeenMs);
  await Promise.all(names.map(stop));
};

/** What a running process must be of: after a restore it begins anew. */
const versionOf = (entry: TenantEntry): string => `${entry.build} ${entry.epoch}`;

/** Two at a time: more only slow each other down on few cores. */
const inPairs = async (
  entries: readonly [string, Wanted][],
  task: (entry: [string, Wanted]) => Promise<void>,
): Promise<void> => {
  const queue = [...entries];
  const work = async (): Promise<void> => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) await task(entry);
  };
  await Promise.all([work(), work()]);
};

/** Every write to the directory is a rename, which changes the folder's time. */
const watchFolder = (
  folder: string,
  onChange: () => Promise<void>,
  say: (line: string) => void,
): (() => void) => {
  let seen = changeTime(folder);
  let busy = false;
  const timer = setInterval(() => {
    const now = changeTime(folder);
    if (busy || now === seen) return;
    busy = true;
    onChange()
      .then(() => {
        seen = now;
      })
      .catch((error) => say(`The change of a tenant could not be followed: ${error.message}`))
      .finally(() => {
        busy = false;
      });
  }, lookEveryMs);
  return () => clearInterval(timer);
};

const changeTime = (folder: string): number => statSync(folder).mtimeMs;
