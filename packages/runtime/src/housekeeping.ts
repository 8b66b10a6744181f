import { acknowledge, pruneLanes, type Subscription, type Transport } from '@bulwark/events';
import { forgetVisits } from '@bulwark/http';
import type { Ports } from './app.ts';
import type { Job } from './jobs/job.ts';
import { onceADay } from './jobs/schedule.ts';

/** Visits are looked up within their hour; a day leaves room for clocks. */
const VISITS_MS = 24 * 60 * 60 * 1000;

type Keeping = {
  readonly ports: Ports;
  readonly subscriptions: readonly Subscription[];
  readonly transport: Transport;
};

/**
 * What every service does once a day: it tells the owners of the lanes that it reads how far it has come, and takes away
 * what nobody needs any more of its own. All services of the cell read each other's events; audit alone reads entries.
 */
export const housekeeping = (
  service: string,
  { ports, subscriptions, transport }: Keeping,
): Job => {
  const { cell, keys, database, inTransaction, now } = ports;
  const { sql } = database;
  const readers = { events: Object.keys(keys), audit: ['audit'] };
  return {
    name: 'housekeeping',
    schedule: onceADay(`${cell.id} ${service}`, { from: 0, until: 24 }),
    run: async () => {
      await acknowledge(service, subscriptions, inTransaction);
      await pruneLanes({ service, sql, transport, readers, now: now() });
      await forgetVisits(sql, new Date(now().getTime() - VISITS_MS));
    },
  };
};
