import type { Server } from 'node:http';
import { join } from 'node:path';
import { isAlive, type Sql } from '@bulwark/db';
import { createFront, createPeer, type PeerRoute, peerRoute } from '@bulwark/http';
import type { App, Ports } from './app.ts';
import { METRICS_TYPE, type Meter } from './metrics/index.ts';
import { meterOf } from './metrics/service.ts';
import { drain, listen } from './sockets.ts';
import { sleep } from './time.ts';
import { type Door, doorPorts, listenTls, type Shown } from './tls-doors.ts';

const DRAIN_MS = 10_000;

const drained = (server: Server): Pick<Door, 'close'> => ({ close: () => drain(server, DRAIN_MS) });

type Around = Ports & { readonly replica: number | null };

/** Opens a service's two doors: `front` for browsers by way of the gateway, `peer` for gateway, operator and probes. */
export const openDoors = async (
  name: string,
  app: App,
  ports: Around,
): Promise<{ close(): Promise<void> }> => {
  const { cell, log } = ports;
  const meter = meterOf(ports.database.sql, ports.now);
  const front = frontOf(name, app, { ...ports, observe: meter.observe });
  const routes = [...(app.peer ?? []), ...health(ports.database.sql), metrics(meter)];
  const peer = (caller?: 'gateway' | 'operator') =>
    createPeer(
      routes.filter((route) => !caller || !route.caller || route.caller === caller),
      { log },
    );
  const door = join(cell.doors.folder, ports.replica === null ? name : `${name}.${ports.replica}`);
  const opened = [drained(await listen(peer(), `${door}.peer`))];
  if (cell.doors.kind === 'sockets') opened.push(drained(await listen(front, `${door}.front`)));
  else {
    const at = doorPorts(cell.services, name);
    const shown = shownBy(ports, cell.doors.ca);
    opened.push(await listenTls(at.front, shown, { gateway: front }));
    const callers = { gateway: peer('gateway'), operator: peer('operator') };
    opened.push(await listenTls(at.peer, shown, callers));
  }
  return {
    close: async () => {
      await Promise.all(opened.map((one) => one.close()));
    },
  };
};

const frontOf = (
  name: string,
  app: App,
  { cell, keys, inTransaction, now, newId, log, observe }: Ports & Pick<Meter, 'observe'>,
): ReturnType<typeof createFront> => {
  const token = keys.identity?.token;
  if (!token) throw new Error('keys.json names no token key of identity');
  return createFront(app.routes, {
    frame: { tenant: cell.id, service: name, build: cell.build, newId },
    token: { key: token.key, issuer: cell.id, audience: `${cell.id}/${name}`, epoch: cell.epoch },
    inTransaction,
    now,
    sleep,
    log,
    observe,
  });
};

const shownBy = ({ secret }: Ports, ca: string): Shown => ({
  ca,
  cert: secret('door.pem').reveal(),
  key: secret('door.key').reveal(),
});

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
