import type { Sql } from '@bulwark/db';

/** A work that a service does at set times, once for each, however many replicas run. */
export type Job = {
  readonly name: string;
  /** When it falls due: a cron expression of five fields, in UTC. */
  readonly schedule: string;
  /** Somebody is told when a run begins more than an hour late. */
  readonly punctual?: true;
  /** Rejecting means: it is tried again, after a minute at first and an hour at last. */
  readonly run: (turn: Turn) => Promise<void>;
};

/** One run of a job. What fell due several times while nobody ran is one run. */
export type Turn = {
  /** The moment that the run stands for; with the job's name it is the run's identity. */
  readonly due: Date;
  /** Aborted when the service stops, or another process may have taken over. */
  readonly signal: AbortSignal;
  /**
   * Ends the run in the transaction of its effect, as its last act, so that it happens once whatever crashes. A run
   * that does not call it is ended after it. @throws Error when the run is no longer this process's
   */
  readonly finish: (sql: Sql) => Promise<void>;
};
