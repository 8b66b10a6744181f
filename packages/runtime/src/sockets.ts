import { chmodSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { within } from './time.ts';

/** Longest path of a unix socket, with its closing NUL, on Linux. */
const LONGEST_PATH = 107;

/** Listens on a unix socket that its owner and its folder's group may connect to. */
export const listen = async (listener: RequestListener, path: string): Promise<Server> => {
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw new Error(`${path} is longer than a socket's path may be (${LONGEST_PATH} bytes)`);
  }
  rmSync(path, { force: true });
  const server = createServer({ keepAliveTimeout: 75_000 }, listener);
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(path, done);
  });
  chmodSync(path, 0o660);
  return server;
};

/** Takes no new connection, lets requests end, then closes what still hangs. */
export const drain = async (server: Server, ms: number): Promise<void> => {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await within(closed, ms, 'draining').catch(() => server.closeAllConnections());
};
