import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Reply } from './cosign/cosigner.ts';

/** A request has at most 63 hashes and a checkpoint with a few signatures. */
const MOST_BYTES = 16 * 1024;

type Failed = (error: unknown) => void;

/** The witness's interface: POST /add-checkpoint, and GET /livez and /readyz for probes. */
export const createWitnessServer = (
  addCheckpoint: (body: string) => Promise<Reply>,
  failed: Failed,
): Server => {
  const limits = { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 10_000 };
  const server = createServer({ ...limits, maxHeaderSize: 4096 }, (request, response) => {
    answer(request, addCheckpoint)
      .catch((error: unknown): Reply => {
        failed(error);
        return { status: 500, body: 'the witness can not cosign now\n' };
      })
      .then((reply) => send(response, reply))
      .catch(failed);
  });
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
 * Listens on a unix socket that every account of this machine may connect to: a checkpoint is believed for its
 * signature, not for who brings it. The one place that knows how the witness is reached.
 */
export const listen = async (server: Server, path: string): Promise<void> => {
  rmSync(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, 0o666);
};
