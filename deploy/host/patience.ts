import { setTimeout as pause } from 'node:timers/promises';
import { type Lock, refusal, takeLock } from '@bulwark/tenancy';

/** Asks again and again until the answer is yes; false when the time is over. */
export const waitFor = async (
  question: () => Promise<boolean>,
  { seconds, everyMs = 50 }: { readonly seconds: number; readonly everyMs?: number },
): Promise<boolean> => {
  const deadline = performance.now() + seconds * 1000;
  while (!(await question())) {
    if (performance.now() > deadline) return false;
    await pause(everyMs);
  }
  return true;
};

/** Runs a task under a lock file, waiting for another holder to finish. */
export const inTurn = async <T>(
  file: string,
  seconds: number,
  task: () => Promise<T>,
): Promise<T> => {
  const lock = await waitForLock(file, performance.now() + seconds * 1000);
  if (!lock.held) throw refusal(`Process ${lock.holder.pid} holds ${file}. Try again later.`);
  try {
    return await task();
  } finally {
    await lock.release();
  }
};

const waitForLock = async (file: string, deadline: number): Promise<Lock> => {
  const lock = await takeLock(file);
  if (lock.held || performance.now() > deadline) return lock;
  await pause(50);
  return await waitForLock(file, deadline);
};
