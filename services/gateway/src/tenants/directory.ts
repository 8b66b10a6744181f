import { type FSWatcher, watch } from 'node:fs';
import type { SecureContext } from 'node:tls';
import { readDirectory, type TenantEntry } from '@bulwark/tenancy/directory';
import type { Log, Schedule } from '../process.ts';
import { createCertificates } from './certificates.ts';

type Known = {
  readonly tenants: readonly TenantEntry[];
  readonly byHost: ReadonlyMap<string, TenantEntry>;
  readonly contexts: ReadonlyMap<string, SecureContext>;
};

type Needs = {
  readonly folders: { readonly tenants: string; readonly certificates: string };
  /** The bits of a key's mode that say that others may read it. */
  readonly others: number;
  readonly log: Log;
  readonly schedule: Schedule;
  readonly changed: (tenants: readonly TenantEntry[]) => void;
};

/** A change that the file system did not tell is seen this much later. */
const rereadSeconds = 60;

const isServed = ({ state }: TenantEntry): boolean => state === 'active' || state === 'suspended';

/** Runs the task, and once more when asked while it ran; never twice at a time. */
const coalesce = (task: () => Promise<void>): (() => void) => {
  let state: 'idle' | 'running' | 'asked' = 'idle';
  const run = async (): Promise<void> => {
    do {
      state = 'running';
      await task();
    } while ((state as string) === 'asked');
    state = 'idle';
  };
  return () => {
    if (state === 'idle') void run();
    else state = 'asked';
  };
};

/** The tenants and certificates of this installation, always as the folders now have them. */
export const createTenants = ({ folders, others, log, schedule, changed }: Needs) => {
  const readCertificates = createCertificates(folders.certificates, others);
  let known: Known = { tenants: [], byHost: new Map(), contexts: new Map() };
  let reported = new Set<string>();
  let stops: (() => void)[] = [];

  const report = (refused: readonly { name: string; reason: string }[]): void => {
    const lines = new Map(refused.map((one) => [`${one.name}: ${one.reason}`, one]));
    for (const [line, one] of lines) if (!reported.has(line)) log.error('tenant refused', one);
    reported = new Set(lines.keys());
  };

  const read = async (): Promise<void> => {
    const directory = await readDirectory(folders.tenants);
    const tenants = directory.tenants.filter(isServed);
    const contexts = await readCertificates(tenants);
    const byHost = new Map(tenants.flatMap((entry) => entry.hosts.map((host) => [host, entry])));
    known = { tenants, byHost, contexts: contexts.byHost };
    report([
      ...directory.refused.map(({ file, reason }) => ({ name: file, reason })),
      ...contexts.refused,
    ]);
    changed(tenants);
  };

  const reread = coalesce(() =>
    read().catch((error: unknown) =>
      log.error('tenant directory unreadable', { error: String(error) }),
    ),
  );

  const follow = (folder: string): FSWatcher =>
    watch(folder, reread).on('error', (error) =>
      log.error('tenant directory not watched', { folder, error: String(error) }),
    );

  return {
    find: (host: string): TenantEntry | undefined => known.byHost.get(host),
    context: (host: string): SecureContext | undefined => known.contexts.get(host),
    all: (): readonly TenantEntry[] => known.tenants,
    start: async (): Promise<void> => {
      const watchers = [follow(folders.tenants), follow(folders.certificates)];
      stops = [
        ...watchers.map((watcher) => () => watcher.close()),
        schedule(rereadSeconds * 1000, reread),
      ];
      await read();
    },
    stop: (): void => {
      for (const stop of stops) stop();
    },
  };
};
