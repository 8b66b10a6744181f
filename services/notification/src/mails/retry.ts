import type { Kind } from '../types/mail.ts';

const MINUTE_MS = 60_000;
/** Minutes between tries: growing at first, then every two hours. */
const WAITS = [1, 5, 15, 60];
const LAST_WAIT = 120;
const DAY_MINUTES = 24 * 60;
/** How long the link in it opens anything. */
const LINK_MINUTES = 60;

/** For how long a mail is tried. One that brings a link is worth nothing once that has ended. */
const patienceOf = (kind: Kind): number => (kind === 'reset-link' ? LINK_MINUTES : DAY_MINUTES);

export type Verdict =
  | { readonly state: 'waiting'; readonly due: Date }
  /** `facts` says whether they are kept, so that an administrator can have it tried again. */
  | { readonly state: 'failed'; readonly facts: 'kept' | 'forgotten' };

/** What becomes of a mail that failed for the nth time since it was intended or released. */
export const afterFailure = (kind: Kind, tries: number, now: Date): Verdict => {
  const spent = sum(Array.from({ length: tries - 1 }, (_, index) => waitAfter(index + 1)));
  const wait = waitAfter(tries);
  if (spent + wait <= patienceOf(kind))
    return { state: 'waiting', due: new Date(now.getTime() + wait * MINUTE_MS) };
  return { state: 'failed', facts: isReleasable(kind) ? 'kept' : 'forgotten' };
};

/** Whether a mail of this kind is still worth sending when somebody has looked at it. */
export const isReleasable = (kind: string): boolean => kind !== 'reset-link';

const waitAfter = (tries: number): number => WAITS[tries - 1] ?? LAST_WAIT;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
