import type { SignedRun } from './run.ts';
import type { Position, Subscription } from './transport.ts';

const MOST_RUNS = 200;
const MOST_BYTES = 8_000_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

export type QueueOptions = {
  readonly later: (work: () => void, ms: number) => () => void;
  readonly failed: (error: unknown, facts: { lane: string; reader: string }) => void;
  /** The queue took or could take runs again. */
  readonly eased: () => void;
};

type Waiting = { readonly offset: number; readonly run: SignedRun };

/**
 * What one subscription still has to be given, in the topic's order. A run that is refused is offered again and again,
 * ever more slowly, and holds up nobody but its own lane: what no longer fits meanwhile is passed over, and
 * the topic is read again from there once the subscription is well.
 */
export const createQueue = (subscription: Subscription, { later, failed, eased }: QueueOptions) => {
  const waiting: Waiting[] = [];
  let bytes = 0;
  let next = 0;
  let passedOver = false;
  let failures = 0;
  let stopped = false;
  let known: Position | null = null;
  let pumping: Promise<void> | null = null;
  let wake = (): void => {};

  const isFull = (): boolean => waiting.length >= MOST_RUNS || bytes >= MOST_BYTES;

  const deliver = async (run: SignedRun): Promise<void> => {
    known ??= await subscription.position();
    if (!isDone(run, known)) await subscription.deliver(run);
  };

  const pause = (): Promise<void> =>
    new Promise((done) => {
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
      const cancel = later(done, wait);
      wake = () => {
        cancel();
        done();
      };
    });

  const pump = async (): Promise<void> => {
    for (let head = waiting[0]; head && !stopped; head = waiting[0]) {
      try {
        await deliver(head.run);
        failures = 0;
        waiting.shift();
        bytes -= head.run.body.length;
        if (waiting.length === 0 || waiting.length === MOST_RUNS >> 1) eased();
      } catch (error) {
        known = null;
        failures += 1;
        failed(error, subscription);
        await pause();
      }
    }
  };

  const goOn = (): void => {
    pumping ??= pump().finally(() => {
      pumping = null;
      if (waiting.length > 0 && !stopped) goOn();
    });
  };

  return {
    subscription,
    /** Whether runs come faster than they are taken: then the topic is read no further for a while. */
    isBehind: () => isFull() && failures === 0,
    /** From where the topic must be read for this subscription. */
    from: () => next,
    /** What comes before this offset is known to be done. */
    skipTo: (offset: number): void => {
      next = Math.max(next, offset);
    },
    /** Whether the topic must be read again from there. */
    wantsAgain: () => passedOver && waiting.length === 0,
    readAgain: () => {
      passedOver = false;
    },
    /** Every offset before this one is done with. */
    doneTo: (read: number): number => waiting[0]?.offset ?? (passedOver ? next : read),
    offer: (offset: number, run: SignedRun): void => {
      if (offset < next || passedOver) return;
      next = offset;
      if (isFull() && failures > 0) {
        passedOver = true;
        return;
      }
      next = offset + 1;
      waiting.push({ offset, run });
      bytes += run.body.length;
      goOn();
    },
    stop: async (): Promise<void> => {
      stopped = true;
      wake();
      await pumping;
    },
  };
};
export type Queue = ReturnType<typeof createQueue>;

/** The reader has this run already, or left its epoch behind by a restore. */
const isDone = (run: SignedRun, { epoch, n }: Position): boolean =>
  run.epoch < epoch || (run.epoch === epoch && run.last <= n);
