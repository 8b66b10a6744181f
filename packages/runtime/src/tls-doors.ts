import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { drain } from './sockets.ts';
import { sleep } from './time.ts';

/** What a service shows, and whose certificates it believes. PEM texts. */
export type Shown = { readonly ca: string; readonly cert: string; readonly key: string };

const FIRST_PORT = 8440;
const HANDSHAKE_MS = 5000;
const DRAIN_MS = 10_000;
/**
 * Whoever kept a connection learns by the next answer that it ends, or lets go of it by itself in less than this: so none
 * is cut as a request sets out on it.
 */
const LINGER_MS = 4500;

export type Door = { readonly port: number; close(): Promise<void> };

/** A service's two ports: the same whether it runs alone or beside others. @throws Error for a service of no cell */
export const doorPorts = (
  services: readonly string[],
  name: string,
): { readonly front: number; readonly peer: number } => {
  const at = services.indexOf(name);
  if (at < 0) throw new Error(`the cell names no service ${name}`);
  return { front: FIRST_PORT + 2 * at, peer: FIRST_PORT + 2 * at + 1 };
};

/**
 * Listens on a port by mutual TLS 1.3. A client is let in when the authority certified it as a client and its name is
 * among the callers; each caller has a listener of its own. Everybody else's connection ends with the handshake.
 */
export const listenTls = async (
  port: number,
  shown: Shown,
  callers: { readonly [name: string]: RequestListener },
  lingerMs = LINGER_MS,
): Promise<Door> => {
  let isLeaving = false;
  const listenerOf = (socket: TLSSocket): RequestListener | undefined => {
    // Null once the connection is gone, whatever the types say.
    const shown: PeerCertificate | null = socket.getPeerCertificate();
    const name = String(shown?.subject?.CN);
    return socket.authorized && Object.hasOwn(callers, name) ? callers[name] : undefined;
  };
  const server = createServer(
    {
      ...shown,
      minVersion: 'TLSv1.3',
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: HANDSHAKE_MS,
      keepAliveTimeout: 75_000,
    },
    (request, response) => {
      const listener = listenerOf(request.socket as TLSSocket);
      if (isLeaving) response.shouldKeepAlive = false;
      if (listener) listener(request, response);
      else request.socket.destroy();
    },
  );
  server.on('secureConnection', (socket) => {
    if (!listenerOf(socket)) socket.destroy();
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      isLeaving = true;
      await sleep(lingerMs);
      await drain(server as unknown as Server, DRAIN_MS);
    },
  };
};
