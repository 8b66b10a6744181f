import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, processIdentity, refusal } from '@bulwark/tenancy';
import { waitFor } from './patience.ts';
import { type Launch, launch } from './privileged.ts';
import { end, type Recorded } from './processes.ts';

export type ChildSpec = Omit<Launch, 'output'> & {
  readonly name: string;
  /** How long it may take to end by itself before it is killed. */
  readonly graceSeconds: number;
  /** Done before each start. */
  readonly prepare?: () => Promise<void>;
  readonly isReady: () => Promise<boolean>;
};

export type Child = {
  /** Resolves once it answers; a refusal with the end of its log when it does not in time. */
  readonly ready: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type Children = {
  readonly start: (spec: ChildSpec) => Promise<Child>;
};

type Around = {
  /** The file that remembers who runs, for a supervisor after this one. */
  readonly record: string;
  readonly logs: string;
  readonly say: (line: string) => void;
};

const firstBackoffMs = 200;
const longestBackoffMs = 10_000;
const steadyMs = 30_000;
const readySeconds = 60;
const hopelessCrashes = 3;
const largestLog = 20 * 1024 * 1024;

/** Starts children and keeps them running: one that ends by itself is started again, ever more slowly. */
export const openChildren = (around: Around): Children => {
  const running = new Map<string, Recorded>();
  const remember = () => {
    writeFileSync(`${around.record}.new`, JSON.stringify([...running.values()]), { mode: 0o600 });
    renameSync(`${around.record}.new`, around.record);
  };
  const note = (name: string, pid: number | undefined) => {
    const identity = pid === undefined ? null : processIdentity(pid);
    if (identity) running.set(name, { ...identity, name });
    else running.delete(name);
    remember();
  };
  return { start: async (spec) => await keep(spec, around, { note, running }) };
};

type Book = {
  readonly note: (name: string, pid: number | undefined) => void;
  readonly running: ReadonlyMap<string, Recorded>;
};

const keep = async (spec: ChildSpec, around: Around, book: Book): Promise<Child> => {
  const state = { stopping: false, crashes: 0, timer: undefined as NodeJS.Timeout | undefined };
  const log = join(around.logs, `${spec.name}.log`);
  const begin = async (): Promise<void> => {
    await spec.prepare?.();
    if (state.stopping) return;
    const startedAt = performance.now();
    const child = launchInto(log, spec);
    child.once('error', (error) => around.say(`${spec.name} can not be started: ${error.message}`));
    child.once('close', () => ended(performance.now() - startedAt));
    book.note(spec.name, child.pid);
  };
  const ended = (ranMs: number) => {
    if (state.stopping) return;
    book.note(spec.name, undefined);
    state.crashes = ranMs > steadyMs ? 1 : state.crashes + 1;
    const wait = Math.min(firstBackoffMs * 2 ** (state.crashes - 1), longestBackoffMs);
    around.say(`${spec.name} ended unexpectedly; it starts again in ${wait} ms (see ${log}).`);
    const again = () =>
      void begin().catch((error) => {
        around.say(String(error));
        ended(0);
      });
    state.timer = setTimeout(again, wait);
  };
  await begin();
  return {
    ready: async () => {
      const settled = await waitFor(
        async () => state.crashes >= hopelessCrashes || (await spec.isReady()),
        { seconds: readySeconds },
      );
      if (!settled || state.crashes >= hopelessCrashes)
        throw refusal(`${spec.name} does not start. The end of ${log}:\n${tail(log)}`);
    },
    stop: async () => {
      state.stopping = true;
      clearTimeout(state.timer);
      const identity = book.running.get(spec.name);
      if (identity && isRunning(identity)) await end([identity], spec.graceSeconds);
      book.note(spec.name, undefined);
    },
  };
};

const launchInto = (log: string, spec: ChildSpec) => {
  rotate(log);
  const output = openSync(log, 'a', 0o600);
  try {
    return launch({ ...spec, output });
  } finally {
    closeSync(output);
  }
};

/** One old log is kept. */
const rotate = (log: string): void => {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > largestLog)
    renameSync(log, `${log}.1`);
};

const tail = (log: string): string =>
  readFileSync(log, 'utf8')
    .split('\n')
    .slice(-15)
    .map((line) => line.slice(0, 300))
    .join('\n');
