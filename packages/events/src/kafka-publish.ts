import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { headersOf } from './kafka-message.ts';
import type { SignedRun } from './run.ts';

const ACKNOWLEDGE_MS = 10_000;
const EVERY_REPLICA = -1;

/** The one producer of a process: idempotent, one request in flight, acknowledged by every replica in sync. */
export const openPublisher = (kafka: Kafka, topicOf: (lane: string) => string) => {
  let opening: Promise<Producer> | null = null;

  const open = async (): Promise<Producer> => {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, retries: 2 },
    });
    await producer.connect();
    return producer;
  };

  /** After a failure nobody knows where the producer stands with the broker: the next run gets a new one. */
  const forget = async (failed: Promise<Producer>): Promise<void> => {
    if (opening === failed) opening = null;
    const producer = await failed.catch(() => null);
    await producer?.disconnect().catch(() => undefined);
  };

  return {
    publish: async (run: SignedRun): Promise<void> => {
      opening ??= open();
      const current = opening;
      try {
        const producer = await current;
        await producer.send({
          topic: topicOf(run.lane),
          acks: EVERY_REPLICA,
          timeout: ACKNOWLEDGE_MS,
          messages: [{ key: run.lane, value: run.body, headers: headersOf(run), partition: 0 }],
        });
      } catch (error) {
        await forget(current);
        throw error;
      }
    },
    close: async (): Promise<void> => {
      if (opening) await forget(opening);
    },
  };
};
