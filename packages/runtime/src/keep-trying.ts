import { oneAtATime } from '@bulwark/events';
import type { Log } from './log.ts';
import { later } from './time.ts';

const RETRY_MS = 1000;

/** A background work; it may answer in how many milliseconds it wants to be done again. */
export type Work = (() => Promise<number | undefined>) | (() => Promise<void>);

/**
 * A background work that is nudged: never runs twice at once, runs once more when nudged meanwhile, and after a failure
 * tries again until it succeeds. Without a nudge it runs when it asked for, and after `sweepMs` at the latest.
 */
export const keepTrying = (
  name: string,
  work: Work,
  { log, sweepMs }: { readonly log: Log; readonly sweepMs: number },
): { nudge: () => void; stop: () => Promise<void> } => {
  let cancel = (): void => {};
  let stopped = false;
  let wait: number | undefined;
  const once = oneAtATime(async () => {
    const answer = await work();
    wait = typeof answer === 'number' ? answer : undefined;
  });
  const nudgeIn = (ms: number): void => {
    cancel();
    if (!stopped) cancel = later(nudge, ms);
  };
  const nudge = (): void => {
    once().then(
      () => nudgeIn(Math.min(wait ?? Number.POSITIVE_INFINITY, spread(sweepMs))),
      (error: unknown) => {
        if (stopped) return;
        log({ level: 'warn', msg: 'tried again soon', work: name, error });
        nudgeIn(RETRY_MS);
      },
    );
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    cancel();
    await once().catch(() => undefined);
  };
  return { nudge, stop };
};

/** Processes that started together shall not look together for ever. */
const spread = (ms: number): number => ms * (0.9 + Math.random() / 5);
