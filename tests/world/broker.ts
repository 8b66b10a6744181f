import { openDesk } from '../../deploy/host/broker-desk.ts';
import { holdBroker, killBroker } from '../../packages/events/src/test-broker.ts';
import type { TestBroker } from '../../scripts/test-broker.ts';

export { holdBroker, killBroker };

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
