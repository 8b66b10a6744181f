import { Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Limits } from './config.ts';
import type { ProblemCode } from './problem.ts';
import { tlsPolicy } from './tenants/tls.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

type Needs = {
  readonly limits: Limits;
  readonly handle: Handler;
  /** Every new connection, before anything is read of it. */
  readonly connected: (socket: Socket) => void;
  /** The whole answer to bytes that are no request; counts it. */
  readonly refuseMessage: (code: ProblemCode) => string;
};

const codes: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

const optionsOf = ({ limits }: Needs) => ({
  maxHeaderSize: 16_384,
  headersTimeout: limits.headersMs,
  requestTimeout: limits.requestMs,
  keepAliveTimeout: limits.keepAliveMs,
  connectionsCheckingInterval: 1000,
  insecureHTTPParser: false,
  // Node would answer without our headers; the judgement of requests has the same rule
  requireHostHeader: false,
});

/** Sets every way by which Node would answer, close or drop something by itself. */
const govern = (server: HttpServer | HttpsServer, needs: Needs): void => {
  const { limits, handle, connected, refuseMessage } = needs;
  const answering = new WeakMap<object, ServerResponse>();
  // Node's own limit answers what exceeds it without our headers
  const taken = new WeakMap<object, number>();
  const take: Handler = (request, response) => {
    const count = (taken.get(request.socket) ?? 0) + 1;
    taken.set(request.socket, count);
    if (count > limits.requestsPerConnection) return; // the last answer before closes the connection
    if (count === limits.requestsPerConnection) response.shouldKeepAlive = false;
    answering.set(request.socket, response);
    handle(request, response);
  };
  const refuse = (code: ProblemCode, socket: Duplex): void => {
    const begun = answering.get(socket);
    const isFree = begun === undefined || begun.writableFinished || !begun.headersSent;
    if (socket.writable && isFree) socket.end(refuseMessage(code), () => socket.destroy());
    else socket.destroy();
  };
  // Node drops what exceeds this without a word; the judgement refuses it, within the bounded size
  server.maxHeadersCount = 0;
  server.maxConnections = limits.connections;
  server.timeout = limits.idleMs;
  server.on('connection', connected);
  server.on('request', take);
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('connect', (_request, socket) => refuse('method_not_allowed', socket));
  server.on('clientError', (error, socket) => {
    if (codeOf(error) === 'ECONNRESET') socket.destroy();
    else refuse(codes[codeOf(error)] ?? 'malformed_request', socket);
  });
};

export const createPlainServer = (needs: Needs): HttpServer => {
  const server = new HttpServer(optionsOf(needs));
  govern(server, needs);
  return server;
};

type SecureNeeds = Needs & {
  readonly context: (host: string) => SecureContext | undefined;
  readonly unknownName: () => void;
};

/** Has no certificate of its own: a handshake that names no tenant ends there. */
export const createSecureServer = (needs: SecureNeeds): HttpsServer => {
  const server = new HttpsServer({
    ...tlsPolicy,
    ...optionsOf(needs),
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: needs.limits.handshakeMs,
    SNICallback: (name, done) => {
      const context = needs.context(name.toLowerCase());
      if (context) return done(null, context);
      needs.unknownName();
      done(new Error('unknown server name'));
    },
  });
  govern(server, needs);
  return server;
};
