import type { SignedRun, Stream } from './run.ts';

export type Position = { readonly epoch: number; readonly n: number };

/** One consuming service's interest in one lane. */
export type Subscription = {
  readonly reader: string;
  readonly lane: string;
  readonly stream: Stream;
  /** The last position that the reader has made its own; a transport may use it to know where to begin. */
  readonly position: () => Promise<Position>;
  /** Called with one run at a time, in the lane's order. May see a run twice. Rejecting means: give it to me again. */
  readonly deliver: (run: SignedRun) => Promise<void>;
};

/** Carries runs from the outbox to consumers: at least once, in order per lane. It is never the truth. */
export type Transport = {
  /** Names the very bus: a relay that meets another one than before hands over again all that its outbox holds. */
  readonly bus: string;
  publish(run: SignedRun): Promise<void>;
  /** Forgets runs that end at or before a number; missing where the bus forgets by itself. */
  prune?(what: { lane: string; epoch: number; upTo: number }): Promise<void>;
  subscribe(subscription: Subscription): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
};
