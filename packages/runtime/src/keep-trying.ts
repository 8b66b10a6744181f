import { oneAtATime } from '@bulwark/events';
import type { Log } from './log.ts';
import { later } from './time.ts';

const RETRY_MS = 1000;

/**
 * A background work that is nudged: never runs twice at once, runs once more when nudged meanwhile, and after a failure
 * tries again until it succeeds.
 */
export const keepTrying = (
  name: string,
  work: () => Promise<void>,
  log: Log,
): { nudge: () => void; stop: () => Promise<void> } => {
  const once = oneAtATime(work);
  let cancel = (): void => {};
  let stopped = false;
  const nudge = (): void => {
    once().catch((error: unknown) => {
      if (stopped) return;
      log({ level: 'warn', msg: 'tried again soon', work: name, error });
      cancel();
      cancel = later(nudge, RETRY_MS);
    });
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    cancel();
    await once().catch(() => undefined);
  };
  return { nudge, stop };
};
