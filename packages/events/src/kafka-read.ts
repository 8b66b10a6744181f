import type { Consumer, Kafka } from 'kafkajs';
import { metadataOf, readHints } from './kafka-hints.ts';
import { runOf } from './kafka-message.ts';
import { createSorting, type SortingOptions } from './kafka-sorting.ts';
import type { Subscription } from './transport.ts';

/** A killed reader's place is free after this; the least that brokers allow by default. */
const SESSION_MS = 6000;
const HEARTBEAT_MS = 1500;
const REBALANCE_MS = 10_000;
/** Disconnecting waits out one fetch. */
const FETCH_WAIT_MS = 500;
const MOST_BYTES = 4_000_000;
const REOPEN_MS = 1000;
const HINT_MS = 5000;

export type ReaderOptions = SortingOptions & {
  readonly group: string;
  /** The consumer could not be opened, or broke; it is opened again soon. */
  readonly broken: (error: unknown) => void;
};

/**
 * The one consumer of a process. The group decides which replica reads; where it reads from is for the subscriptions
 * to say, whose positions are their own.
 */
export const openReader = (kafka: Kafka, options: ReaderOptions) => {
  const { group, topics, topicOf, later, broken } = options;
  let consumer: Consumer | null = null;
  let reading = false;
  let life: 'new' | 'open' | 'ending' | 'closed' = 'new';
  let cancel = (): void => {};
  let cancelHint = (): void => {};
  let opening: Promise<void> = Promise.resolve();

  const steer = (act: (consumer: Consumer) => void): void => {
    if (reading && consumer) act(consumer);
  };
  const sorting = createSorting(options, {
    seek: (topic, offset) =>
      steer((it) => it.seek({ topic, partition: 0, offset: String(offset) })),
    pause: (topic) => steer((it) => it.pause([{ topic }])),
    resume: (topic) => steer((it) => it.resume([{ topic }])),
  });

  const begin = (): void => {
    if (life !== 'closed') opening = open().catch(again);
  };

  /** Everything that goes wrong ends here: the consumer is thrown away and a new one made. */
  const again = async (error: unknown): Promise<void> => {
    const old = consumer;
    consumer = null;
    reading = false;
    cancelHint();
    if (life !== 'closed') broken(error);
    await old?.disconnect().catch(() => undefined);
    if (life !== 'closed') cancel = later(begin, REOPEN_MS);
  };

  const open = async (): Promise<void> => {
    const hints = await readHints(kafka, { group, topics });
    const it = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: MOST_BYTES,
      retry: { initialRetryTime: 100, retries: 3, restartOnFailure: async () => false },
    });
    consumer = it;
    it.on(it.events.CRASH, ({ payload }) => {
      if (consumer === it) opening = again(payload.error);
    });
    it.on(it.events.GROUP_JOIN, () => {
      reading = consumer === it;
      if (reading) sorting.begin(hints);
    });
    await it.connect();
    await it.subscribe({ topics: [...topics], fromBeginning: true });
    await it.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, isStale, resolveOffset }) => {
        if (!reading || isStale()) return;
        const { topic, messages } = batch;
        sorting.take(
          topic,
          messages.map((one) => ({ offset: Number(one.offset), run: expected(topic, runOf(one)) })),
        );
        resolveOffset(batch.lastOffset());
      },
    });
    cancelHint = later(keepHints, HINT_MS);
  };

  /** A lane belongs into one topic: in another, nobody who reads it may have written it. */
  const expected = <Run extends { lane: string }>(topic: string, run: Run | null): Run | null =>
    run && topicOf(run.lane) === topic ? run : null;

  const committed = new Map<string, string>();
  const commit = async (): Promise<void> => {
    const offsets = topics.flatMap((topic) => {
      const { subscriptions, doneTo } = sorting.progress(topic);
      const metadata = metadataOf(subscriptions);
      const said = `${doneTo} ${metadata}`;
      if (metadata === null || doneTo === 0 || committed.get(topic) === said) return [];
      committed.set(topic, said);
      return [{ topic, partition: 0, offset: String(doneTo), metadata }];
    });
    if (reading && offsets.length > 0) await consumer?.commitOffsets(offsets);
  };
  const keepHints = (): void => {
    if (life !== 'open') return;
    // A hint that is not kept costs reading again, nothing else.
    void commit()
      .catch(() => committed.clear())
      .finally(() => {
        if (life === 'open') cancelHint = later(keepHints, HINT_MS);
      });
  };

  /** Keeps the hints while they still speak for everybody; what comes after must not. */
  const finish = async (): Promise<void> => {
    if (life !== 'open') return;
    life = 'ending';
    cancelHint();
    await commit().catch(() => undefined);
  };

  return {
    add: (subscription: Subscription): { stop(): Promise<void> } => {
      const queue = sorting.add(subscription);
      if (life === 'new') {
        life = 'open';
        begin();
      }
      return {
        stop: async () => {
          await finish();
          await queue.stop();
          sorting.remove(queue);
        },
      };
    },
    close: async (): Promise<void> => {
      await finish();
      life = 'closed';
      cancel();
      await opening;
      reading = false;
      await consumer?.disconnect().catch(() => undefined);
    },
  };
};
