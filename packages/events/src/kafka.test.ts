import { later } from '@bulwark/runtime';
import { testBroker } from './config.ts';
import { createKafkaTransport, openAdministrator, topicsOf } from './kafka.ts';
import { killBroker } from './test-broker.ts';
import { type Bench, contractOf } from './transport.contract.ts';

const silent = (): void => undefined;

const openKafkaBench = async (): Promise<Bench> => {
  const { login } = testBroker();
  const tenant = `c${Date.now().toString(36)}`;
  const administrator = await openAdministrator(login, silent);
  const topics = Object.values(topicsOf(tenant));
  await administrator.ensureTopics(topics.map((name) => ({ name, copies: 1 })));
  const cluster = await administrator.clusterId();
  await administrator.close();
  return {
    open: async (process) =>
      createKafkaTransport({
        ...{ address: login, cluster, tenant, group: `${tenant}.${process}` },
        ...{ reads: ['events'], later, failed: silent, log: silent },
      }),
    restart: killBroker,
    close: async () => {
      const last = await openAdministrator(login, silent);
      await last.removeTopics(topics);
      await last.close();
    },
  };
};

contractOf('kafka', openKafkaBench);
