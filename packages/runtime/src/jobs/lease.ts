import type { Sql } from '@bulwark/db';
import { later, within } from '../time.ts';
import { type Claim, claim, readJob, release, renew } from './job-repository.ts';

export type Lease = Claim & { readonly sql: Sql; readonly stopping: AbortSignal };

/** What became of a work: done, with what it answered; or somebody else holds the lease, for so long at the least. */
export type Held<T> =
  | { readonly held: true; readonly value: T }
  | { readonly held: false; readonly freeInMs: number };

/**
 * Does a work while holding a lease. It is renewed thrice in its time; the work is told to stop by its signal before
 * anybody else could take the lease. A killed holder's lease runs out by itself.
 */
export const whileHolding = async <T>(
  lease: Lease,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Held<T>> => {
  const { sql, name } = lease;
  if (!(await claim(sql, lease)))
    return { held: false, freeInMs: (await readJob(sql, name)).heldMs };
  const lost = new AbortController();
  const stopRenewing = keepRenewing(lease, () => lost.abort(new Error(`lost the lease ${name}`)));
  try {
    return { held: true, value: await work(AbortSignal.any([lease.stopping, lost.signal])) };
  } finally {
    stopRenewing();
  }
};

const keepRenewing = (lease: Lease, lost: () => void): (() => void) => {
  const { leaseMs } = lease;
  const pause = leaseMs / 3;
  let until = performance.now() + leaseMs;
  let ended = false;
  let cancel = (): void => {};
  const step = async (): Promise<void> => {
    const asked = performance.now();
    const held = await within(renew(lease.sql, lease), pause, 'renewing a lease').catch(() => null);
    if (ended) return;
    if (held) until = asked + leaseMs;
    // The next look would come too late.
    if (held === false || performance.now() + pause >= until) lost();
    else cancel = later(() => void step(), pause);
  };
  cancel = later(() => void step(), pause);
  return () => {
    ended = true;
    cancel();
  };
};

/** Does a work that is nudged, unless another process is at it: then it looks again when that one's lease ends. */
export const doAlone = async (
  lease: Lease,
  work: (signal: AbortSignal) => Promise<number | undefined>,
): Promise<number | undefined> => {
  if (lease.stopping.aborted) return undefined;
  const outcome = await whileHolding(lease, (signal) =>
    work(signal).finally(() => release(lease.sql, lease)),
  );
  return outcome.held ? outcome.value : outcome.freeInMs;
};
