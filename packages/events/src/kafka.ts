import { type KafkaAddress, type KafkaLog, openClient } from './kafka-client.ts';
import { openPublisher } from './kafka-publish.ts';
import { openReader } from './kafka-read.ts';
import { topicsOf } from './kafka-topics.ts';
import type { Stream } from './run.ts';
import type { Transport } from './transport.ts';

export { type KafkaAdministrator, openAdministrator } from './kafka-admin.ts';
export type { KafkaAddress, KafkaLog } from './kafka-client.ts';
export { type Acl, topicsOf } from './kafka-topics.ts';

export type KafkaTransportOptions = {
  readonly address: KafkaAddress;
  /** The cluster's own id: another cluster is another bus. */
  readonly cluster: string;
  readonly tenant: string;
  /** The consumer group, of which one member reads while the others stand by. */
  readonly group: string;
  /** The streams whose topics this process may read. */
  readonly reads: readonly Stream[];
  readonly later: (work: () => void, ms: number) => () => void;
  readonly failed: (error: unknown, facts: { lane: string; reader: string }) => void;
  readonly log: KafkaLog;
};

/**
 * Apache Kafka as the bus: a topic per tenant and stream, one producer and one consumer per process. Where each
 * subscription stands is for its own database to say; offsets in Kafka are a hint where reading may begin.
 */
export const createKafkaTransport = (options: KafkaTransportOptions): Transport => {
  const { address, cluster, tenant, group, reads, later, failed, log } = options;
  const kafka = openClient(address, { name: address.user, log });
  const topics = topicsOf(tenant);
  const topicOf = (lane: string): string => topics[streamOf(lane)];
  const publisher = openPublisher(kafka, topicOf);
  const reader = openReader(kafka, {
    group,
    topics: reads.map((stream) => topics[stream]),
    topicOf,
    later,
    failed,
    broken: (error) => log({ level: 'warn', msg: 'the event bus is away', group, error }),
  });
  return {
    bus: `kafka ${cluster}`,
    publish: publisher.publish,
    subscribe: async (subscription) => {
      if (!reads.includes(subscription.stream))
        throw new Error(`${group} may not read ${topicOf(subscription.lane)}`);
      return reader.add(subscription);
    },
    close: async () => {
      await reader.close();
      await publisher.close();
    },
  };
};

const streamOf = (lane: string): Stream => (lane.endsWith('/audit') ? 'audit' : 'events');
