import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Door } from './config.ts';
import type { Reply } from './cosign/cosigner.ts';

/** A request has at most 63 hashes and a checkpoint with a few signatures. */
const MOST_BYTES = 16 * 1024;

type Failed = (error: unknown) => void;

/** The witness's interface: POST /add-checkpoint, and GET /livez and /readyz for probes. */
export const createWitnessServer = (
  addCheckpoint: (body: string) => Promise<Reply>,
  failed: Failed,
  door: Door,
): Server => {
  const limits = {
    requestTimeout: 5000,
    headersTimeout: 5000,
    keepAliveTimeout: 10_000,
    // The library looks every half minute otherwise, and a silent connection would stand so long.
    connectionsCheckingInterval: 1000,
  };
  const bounds = { ...limits, maxHeaderSize: 4096 };
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, addCheckpoint)
      .catch((error: unknown): Reply => {
        failed(error);
        return { status: 500, body: 'the witness can not cosign now\n' };
      })
      .then((reply) => send(response, reply))
      .catch(failed);
  };
  const server =
    'socket' in door
      ? createServer(bounds, take)
      : createTlsServer(
          { ...bounds, ...door, minVersion: 'TLSv1.3', handshakeTimeout: 5000 },
          take,
        );
  server.maxConnections = 1024;
  return server;
};

const answer = async (
  request: IncomingMessage,
  addCheckpoint: (body: string) => Promise<Reply>,
): Promise<Reply> => {
  const { method, url } = request;
  if (method === 'GET' && (url === '/livez' || url === '/readyz'))
    return { status: 200, body: 'ready\n' };
  if (url !== '/add-checkpoint') return { status: 404, body: 'not found\n' };
  if (method !== 'POST') return { status: 405, body: 'POST it\n' };
  const body = await read(request);
  return body === null ? { status: 413, body: 'too large\n' } : await addCheckpoint(body);
};

/** The body; null when it is too large. Bytes that are no UTF-8 fit no signature. */
const read = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

const send = (response: ServerResponse, { status, body, type }: Reply): void => {
  response.writeHead(status, { 'content-type': type ?? 'text/plain; charset=utf-8' });
  response.end(body);
};

/**
 * Listens on a unix socket that every account of this machine may connect to, or on a port by TLS that asks nobody who
 * he is: a checkpoint is believed for its signature, not for who brings it.
 */
export const listen = async (server: Server, door: Door): Promise<void> => {
  if ('socket' in door) rmSync(door.socket, { force: true });
  server.listen('socket' in door ? door.socket : door.port);
  await once(server, 'listening');
  if ('socket' in door) chmodSync(door.socket, 0o666);
};
