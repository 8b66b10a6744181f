import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { refusal } from './refusal.ts';

/** A process, told apart from a later one with the same pid by the time it was started. */
export type ProcessIdentity = { readonly pid: number; readonly started: string };

/** Who runs under a pid now; null for nobody (a zombie counts as nobody). */
export const processIdentity = (pid: number): ProcessIdentity | null => {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, ticks] = [fields[0], fields[19]];
  if (!state || !ticks || state === 'Z' || state === 'X') return null;
  // Ticks count from the boot, so that the boot must be part of the name.
  const boot = readProc('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? 'unknown';
  return { pid, started: `${boot}-${ticks}` };
};

export const isRunning = (identity: ProcessIdentity): boolean =>
  processIdentity(identity.pid)?.started === identity.started;

export type Lock =
  | { readonly held: true; readonly release: () => Promise<void> }
  | { readonly held: false; readonly holder: ProcessIdentity };

/** Takes a lock file for this process; one whose holder is gone is taken over. */
export const takeLock = async (file: string): Promise<Lock> => {
  const holder = await lockHolder(file);
  if (holder && isRunning(holder)) return { held: false, holder };
  if (holder) await setAside(file, holder);
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(processIdentity(process.pid)), { mode: 0o644 });
  try {
    await link(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    return await takeLock(file);
  } finally {
    await rm(draft, { force: true });
  }
  return { held: true, release: () => rm(file, { force: true }) };
};

/** Who holds a lock file; null when there is none. */
export const lockHolder = async (file: string): Promise<ProcessIdentity | null> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
};

/** Runs one operator task at a time; a second one is refused, not queued. */
export const withLock = async <T>(file: string, task: () => Promise<T>): Promise<T> => {
  const lock = await takeLock(file);
  if (!lock.held)
    throw refusal(`Another operator task is running (pid ${lock.holder.pid}). Try again later.`);
  try {
    return await task();
  } finally {
    await lock.release();
  }
};

/** Moves a dead holder's file away; puts it back when a living one was caught by the race. */
const setAside = async (file: string, dead: ProcessIdentity): Promise<void> => {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const caught = await lockHolder(aside);
  if (caught && caught.started !== dead.started && isRunning(caught)) await link(aside, file);
  await rm(aside, { force: true });
};

const readProc = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** Whether an error carries this code; told by its shape, as it may come from another realm. */
export const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
