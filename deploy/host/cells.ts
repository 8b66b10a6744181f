import { statSync } from 'node:fs';
import { type Installation, list, pathsOf, type TenantEntry } from '@bulwark/tenancy';
import type { Child, Children } from './children.ts';
import { cellSpecOf } from './specs.ts';

const lookEveryMs = 500;

export type Cells = {
  /**
   * Starts and stops cells so that those of active tenants run, and waits for the new ones. One that does not start is
   * said and tried again; an error only when none starts.
   */
  readonly settle: () => Promise<void>;
  /** Looks at the tenant directory from now on; answers how to stop looking. */
  readonly watch: (onChange: () => Promise<void>) => () => void;
  readonly stop: () => Promise<void>;
};

/** One cell process for every active tenant of the directory. */
export const openCells = (
  installation: Installation,
  children: Children,
  say: (line: string) => void,
): Cells => {
  const running = new Map<string, { readonly child: Child; readonly version: string }>();

  const start = async (entry: TenantEntry) => {
    const child = await children.start(cellSpecOf(installation, entry));
    running.set(entry.id, { child, version: versionOf(entry) });
    await child.ready();
  };
  const stopOne = async (id: string) => {
    const cell = running.get(id);
    running.delete(id);
    await cell?.child.stop();
  };
  const settle = async () => {
    const active = (await list(installation)).filter(({ state }) => state === 'active');
    const wanted = new Map(active.map((entry) => [entry.id, entry]));
    const obsolete = [...running].filter(
      ([id, { version }]) => version !== versionOf(wanted.get(id)),
    );
    await Promise.all(obsolete.map(([id]) => stopOne(id)));
    const faults: Error[] = [];
    await inPairs(
      active.filter(({ id }) => !running.has(id)),
      async (entry) => {
        await start(entry).catch((error: Error) => {
          faults.push(error);
          say(`The cell of ${entry.slug} does not start; the others go on. ${error.message}`);
        });
      },
    );
    if (faults[0] && faults.length === active.length) throw faults[0];
  };
  return {
    settle,
    watch: (onChange) => watchFolder(pathsOf(installation).tenants, onChange, say),
    stop: async () => {
      await Promise.all([...running.keys()].map(stopOne));
    },
  };
};

/** What a running cell must be of: after a restore it begins anew. */
const versionOf = (entry: TenantEntry | undefined): string =>
  entry ? `${entry.build} ${entry.epoch}` : '';

/** Two at a time: more only slow each other down on few cores. */
const inPairs = async (
  entries: readonly TenantEntry[],
  task: (entry: TenantEntry) => Promise<void>,
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
