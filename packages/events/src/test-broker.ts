import { readFile } from 'node:fs/promises';
import { sleep } from '@bulwark/runtime';
import { takeLock } from '@bulwark/tenancy';
import { testBroker } from './config.ts';
import { openAdministrator } from './kafka.ts';

const silent = (): void => undefined;

/** Keeps other tests from killing the run's broker; answers how to let them again. */
export const holdBroker = async (): Promise<() => Promise<void>> => {
  for (;;) {
    const lock = await takeLock(`${testBroker().record}.lock`);
    if (lock.held) return lock.release;
    await sleep(100);
  }
};

/** Kills the run's broker without warning, once nobody holds it, and waits until it is back. */
export const killBroker = async (): Promise<void> => {
  const { login, record } = testBroker();
  const release = await holdBroker();
  try {
    const children: { name: string; pid: number }[] = JSON.parse(await readFile(record, 'utf8'));
    for (const { name, pid } of children) if (name === 'broker') process.kill(pid, 'SIGKILL');
    for (let back = false; !back; await sleep(100)) {
      const administrator = await openAdministrator(login, silent).catch(() => null);
      back = administrator !== null;
      await administrator?.close();
    }
  } finally {
    await release();
  }
};
