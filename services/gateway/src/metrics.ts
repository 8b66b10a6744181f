import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createMeter, METRICS_TYPE, type Meter } from '@bulwark/runtime/metrics';
import type { Answered } from './visit.ts';

/** What the gateway tells of itself: by tenant's id, never by path or address. */
export const createGatewayMeter = (): Meter =>
  createMeter({
    requests: {
      name: 'bulwark_gateway_request_seconds',
      help: 'Requests, by how long they took; status 499 for a client that left',
      labels: ['method', 'status'],
    },
    counters: {
      bulwark_gateway_requests_total: { help: 'Requests', labels: ['tenant', 'status'] },
      bulwark_gateway_refusals_total: {
        help: 'What the gateway itself refused',
        labels: ['tenant', 'kind'],
      },
    },
  });

/** Methods that are not ours stand together: a client must not choose how many series there are. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export const observeIn =
  ({ observe, count }: Meter) =>
  ({ tenant, method, status, seconds }: Answered): void => {
    const shown = METHODS.includes(method) ? method : 'other';
    observe({ labels: { method: shown, status: String(status) }, seconds });
    const labels = { tenant: tenant ?? 'unknown', status: String(status) };
    count('bulwark_gateway_requests_total', labels);
  };

/**
 * Answers GET /metrics on a unix socket; its folder says who may come. Nothing of it is on the ports that browsers reach.
 */
export const serveMetrics = async (path: string, { text }: Meter): Promise<() => void> => {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (body) => response.writeHead(200, { 'content-type': METRICS_TYPE }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  rmSync(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, 0o600);
  return () => {
    server.close();
    server.closeAllConnections();
  };
};
