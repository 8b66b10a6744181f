import { join } from 'node:path';
import { isAlive, type Sql } from '@bulwark/db';
import { createFront, createPeer, type PeerRoute, peerRoute } from '@bulwark/http';
import type { App, Ports } from './app.ts';
import { METRICS_TYPE, type Meter } from './metrics/index.ts';
import { meterOf } from './metrics/service.ts';
import { drain, listen } from './sockets.ts';
import { sleep } from './time.ts';

const DRAIN_MS = 10_000;

/** Opens a service's two sockets: `front` for browsers by way of the gateway, `peer` for gateway, operator and probes. */
export const openDoors = async (
  name: string,
  app: App,
  {
    cell,
    keys,
    database,
    inTransaction,
    now,
    newId,
    log,
    replica,
  }: Ports & { replica: number | null },
): Promise<{ close(): Promise<void> }> => {
  const token = keys.identity?.token;
  if (!token) throw new Error('keys.json names no token key of identity');
  const meter = meterOf(database.sql, now);
  const front = createFront(app.routes, {
    frame: { tenant: cell.id, service: name, build: cell.build, newId },
    token: { key: token.key, issuer: cell.id, audience: `${cell.id}/${name}`, epoch: cell.epoch },
    inTransaction,
    now,
    sleep,
    log,
    observe: meter.observe,
  });
  const peer = createPeer([...(app.peer ?? []), ...health(database.sql), metrics(meter)], { log });
  const door = join(cell.run, replica === null ? name : `${name}.${replica}`);
  const servers = [await listen(front, `${door}.front`), await listen(peer, `${door}.peer`)];
  return {
    close: async () => {
      await Promise.all(servers.map((server) => drain(server, DRAIN_MS)));
    },
  };
};

const health = (sql: Sql): PeerRoute[] => [
  peerRoute({ method: 'GET', path: '/livez', handle: async () => ({ body: { live: true } }) }),
  peerRoute({
    method: 'GET',
    path: '/readyz',
    handle: async () => {
      const ready = await isAlive(sql);
      return { status: ready ? 200 : 503, body: { ready } };
    },
  }),
];

const metrics = ({ text }: Meter): PeerRoute =>
  peerRoute({
    method: 'GET',
    path: '/metrics',
    handle: async () => ({ type: METRICS_TYPE, body: await text() }),
  });
