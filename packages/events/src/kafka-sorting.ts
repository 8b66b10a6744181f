import { type Hints, startOf } from './kafka-hints.ts';
import { createQueue, type Queue, type QueueOptions } from './kafka-queue.ts';
import type { SignedRun } from './run.ts';
import type { Subscription } from './transport.ts';

/** What sorting asks of the consumer; asked while nobody reads, it does nothing. */
export type Steering = {
  readonly seek: (topic: string, offset: number) => void;
  readonly pause: (topic: string) => void;
  readonly resume: (topic: string) => void;
};

export type SortingOptions = Omit<QueueOptions, 'eased'> & {
  readonly topics: readonly string[];
  readonly topicOf: (lane: string) => string;
};

export type Arrived = { readonly offset: number; readonly run: SignedRun | null };

/** Puts what comes in by topic into the queues of those who want its lane, and says from where to read. */
export const createSorting = (options: SortingOptions, steering: Steering) => {
  const { topics, topicOf, later, failed } = options;
  const queues = new Set<Queue>();
  const read = new Map<string, number>();
  const paused = new Set<string>();
  let hints: Hints = new Map();

  const of = (topic: string): Queue[] =>
    [...queues].filter(({ subscription }) => topicOf(subscription.lane) === topic);

  /** Reads a topic from where the neediest of its queues wants it; the others know what they have. */
  const rewind = (topic: string): void => {
    const mine = of(topic);
    if (mine.length === 0) return;
    const from = Math.min(...mine.map((queue) => queue.from()));
    for (const queue of mine) queue.readAgain();
    read.set(topic, from);
    steering.seek(topic, from);
  };

  const ease = (): void => {
    for (const topic of topics) {
      const mine = of(topic);
      if (mine.some((queue) => queue.wantsAgain())) rewind(topic);
      if (!paused.has(topic) || mine.some((queue) => queue.isBehind())) continue;
      paused.delete(topic);
      steering.resume(topic);
    }
  };

  return {
    add: (subscription: Subscription): Queue => {
      const queue = createQueue(subscription, { later, failed, eased: ease });
      const topic = topicOf(subscription.lane);
      queue.skipTo(startOf(subscription, hints.get(topic)));
      queues.add(queue);
      if (queue.from() < (read.get(topic) ?? 0)) rewind(topic);
      return queue;
    },
    remove: (queue: Queue): void => {
      queues.delete(queue);
      ease();
    },
    /** Called when reading begins, or goes on after another replica read. */
    begin: (found: Hints): void => {
      hints = found;
      for (const queue of queues) {
        const { subscription } = queue;
        queue.skipTo(startOf(subscription, hints.get(topicOf(subscription.lane))));
      }
      for (const topic of topics) {
        if (paused.delete(topic)) steering.resume(topic);
        rewind(topic);
      }
    },
    take: (topic: string, arrived: readonly Arrived[]): void => {
      for (const { offset, run } of arrived) {
        for (const queue of of(topic))
          if (run && queue.subscription.lane === run.lane) queue.offer(offset, run);
        read.set(topic, offset + 1);
      }
      if (paused.has(topic) || !of(topic).some((queue) => queue.isBehind())) return;
      paused.add(topic);
      steering.pause(topic);
    },
    /** The subscriptions to a topic, and the offset before which all of them are done. */
    progress: (topic: string) => {
      const mine = of(topic);
      const seen = read.get(topic) ?? 0;
      return {
        subscriptions: mine.map(({ subscription }) => subscription),
        doneTo: Math.min(seen, ...mine.map((queue) => queue.doneTo(seen))),
      };
    },
  };
};
export type Sorting = ReturnType<typeof createSorting>;
