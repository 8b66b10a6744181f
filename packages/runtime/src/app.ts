import type { KeyObject } from 'node:crypto';
import type { Database } from '@bulwark/db';
import type { Alarm, Consumer, InTransaction, Subscription } from '@bulwark/events';
import type { PeerRoute, Route } from '@bulwark/http';
import type { Cell } from './cell.ts';
import type { Job } from './jobs/job.ts';
import type { Work } from './keep-trying.ts';
import type { Log } from './log.ts';
import type { Secret } from './secrets.ts';

/** What a service is given: everything that differs between production and tests. */
export type Ports = {
  readonly cell: Cell['spec'];
  /** The cell's folder, for a process that the service starts beside itself. */
  readonly folder: string;
  readonly keys: Cell['keys'];
  readonly secret: (name: string) => Secret;
  readonly database: Database;
  /** Another schema of this service under a login of its own, e.g. the ledger. */
  readonly connectTo: (schema: string) => Database;
  readonly inTransaction: InTransaction;
  readonly sealKey: KeyObject;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The OpenAPI document of the whole product, as text. */
  readonly openApi: () => Promise<string>;
  readonly log: Log;
  readonly alarm: Alarm;
  /** Makes a background work that is nudged and tried again until it succeeds. */
  readonly keepTrying: (name: string, work: Work) => () => void;
  /**
   * The same for a work that two replicas of the service must not do at once: it is done under a lease, and told to
   * stop by its signal when that is lost or the service stops.
   */
  readonly alone: (
    name: string,
    work: (signal: AbortSignal) => Promise<number | undefined>,
  ) => () => void;
};

/** What a service is made of. */
export type App = {
  readonly routes: readonly Route[];
  readonly peer?: readonly PeerRoute[];
  readonly consumers?: readonly Consumer[];
  readonly subscriptions?: readonly Subscription[];
  /** What falls due by the clock; one replica performs it. */
  readonly jobs?: readonly Job[];
  /** Called after events were consumed: wakes what their handlers left to do. */
  readonly consumed?: () => void;
  /** Runs once everything else of the service is up. */
  readonly started?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
};

export type Service = {
  readonly name: string;
  readonly createApp: (ports: Ports) => App | Promise<App>;
};
