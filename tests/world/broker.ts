import { readFile } from 'node:fs/promises';
import { openDesk } from '../../deploy/host/broker-desk.ts';
import type { TestBroker } from '../../scripts/test-broker.ts';

/** The run's broker, as `npm test` made it. */
export const testBroker = (): TestBroker => {
  const text = process.env.BULWARK_TEST_KAFKA;
  if (!text) throw new Error('tests need a broker: run them by npm test');
  return JSON.parse(text);
};

export const openTestDesk = () => {
  const { login, tools } = testBroker();
  return openDesk(login, tools);
};

/** Kills the broker without warning; the test run starts it again. */
export const killBroker = async (): Promise<void> => {
  const text = await readFile(testBroker().record, 'utf8');
  const children: { name: string; pid: number }[] = JSON.parse(text);
  for (const { name, pid } of children) if (name === 'broker') process.kill(pid, 'SIGKILL');
};
