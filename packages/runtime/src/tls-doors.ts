import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:https';
import type { PeerCertificate, TLSSocket } from 'node:tls';

/** What a service shows, and whose certificates it believes. PEM texts. */
export type Shown = { readonly ca: string; readonly cert: string; readonly key: string };

const FIRST_PORT = 8440;
const HANDSHAKE_MS = 5000;

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
): Promise<Server> => {
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
  return server as unknown as Server;
};
