import { type Consumer, listParked, retryParked } from '@bulwark/events';
import { type PeerRoute, peerRoute } from '@bulwark/http';
import { z } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import type { App, Ports } from './app.ts';
import { operatorEntry } from './operator-task.ts';

const wish = z.strictObject({ operator: z.string().min(1).max(200), reason: z.string().max(500) });

type Options = Ports & Pick<App, 'consumed'>;

/** For the operator: the events that this service could not consume, and trying them again. */
export const parkedRoutes = (
  service: string,
  consumers: readonly Consumer[],
  { cell, database: { sql }, inTransaction, sealKey, now, consumed }: Options,
): PeerRoute[] => [
  peerRoute({
    method: 'GET',
    path: '/parked',
    caller: 'operator',
    handle: async () => ({ body: { items: await listParked(sql) } }),
  }),
  peerRoute({
    method: 'POST',
    path: '/parked/retry',
    caller: 'operator',
    body: wish,
    handle: async ({ operator, reason }) => {
      const entry = operatorEntry(cell, service, now());
      const body = await retryParked(consumers, {
        ...{ sql, inTransaction, reader: service, sealKey },
        record: (tx, { id, lane, n }) =>
          tx.record(
            entry({
              ...{ action: 'event.retry', kind: 'execute', route: 'operator/retry' },
              resource: { type: 'event', id, rev: null },
              changes: [
                { path: '/lane', before: null, after: lane },
                { path: '/n', before: null, after: n },
                { path: '/operator', before: null, after: hidden(operator, `tenant:${cell.id}`) },
                { path: '/reason', before: null, after: hidden(reason, `tenant:${cell.id}`) },
              ],
            }),
          ),
      });
      consumed?.();
      return { body };
    },
  }),
];
