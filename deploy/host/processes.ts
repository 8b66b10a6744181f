import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import {
  isRunning,
  type ProcessIdentity,
  processIdentity,
  readIfThere,
  type UidRange,
} from '@bulwark/tenancy';
import { signal } from './privileged.ts';

/** Every process that runs under a uid of this range. */
export const processesOf = async ({
  start,
  size,
}: UidRange): Promise<readonly ProcessIdentity[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const uid = await uidOf(pid);
      return uid !== null && uid >= start && uid < start + size ? processIdentity(pid) : null;
    }),
  );
  return found.filter((identity) => identity !== null);
};

const uidOf = async (pid: number): Promise<number | null> => {
  try {
    const uid = /^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    return uid === undefined ? null : Number(uid);
  } catch {
    // Gone between the listing and the look.
    return null;
  }
};

/** Asks processes to end, and kills those that have not after the grace. */
export const end = async (
  identities: readonly ProcessIdentity[],
  graceSeconds: number,
): Promise<void> => {
  const running = identities.filter(isRunning);
  for (const { pid } of running) signal(pid, 'SIGTERM');
  if (await gone(running, graceSeconds)) return;
  for (const { pid } of running.filter(isRunning)) signal(pid, 'SIGKILL');
  await gone(running, 5);
};

/** Waits until none of them runs; false when the time was too short. */
export const gone = async (
  identities: readonly ProcessIdentity[],
  seconds: number,
): Promise<boolean> => {
  const deadline = performance.now() + seconds * 1000;
  while (identities.some(isRunning)) {
    if (performance.now() > deadline) return false;
    await pause(20);
  }
  return true;
};

/** A child as <home>/run/processes.json remembers it. */
export type Recorded = ProcessIdentity & { readonly name: string };

export const readRecorded = async (file: string): Promise<readonly Recorded[]> => {
  const text = await readIfThere(file);
  return text === null || text === '' ? [] : JSON.parse(text);
};
