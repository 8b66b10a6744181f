import { connect as connectPlain } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

export type Answered = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: readonly string[];
  readonly body: string;
};

const parse = (message: string): Answered => {
  const [head = '', ...rest] = message.split('\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  const pairs = lines.map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return {
    status: Number(start.split(' ')[1] ?? 0),
    headers: new Map(pairs),
    cookies: pairs.flatMap(([name, value]) => (name === 'set-cookie' ? [value] : [])),
    body: rest.join('\r\n\r\n'),
  };
};

const readAll = (socket: Duplex): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });

export type To = { readonly port: number; readonly ca: string; readonly name: string };

/** Resolves when the handshake is done, rejects with the reason when it fails. */
export const handshake = (
  { port, ca, name }: To,
  options: ConnectionOptions = {},
): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const named = name === '' ? {} : { servername: name };
    const socket = connect({ host: '127.0.0.1', port, ca, ...named, ...options }, () =>
      resolve(socket),
    );
    socket.on('error', reject);
  });

/** Sends these very bytes over TLS and reads until the other side closes. */
export const sendRaw = async (to: To, bytes: string): Promise<Answered> => {
  const socket = await handshake(to);
  const all = readAll(socket);
  socket.write(bytes, 'latin1');
  return parse(await all);
};

export const sendPlain = async (port: number, bytes: string): Promise<Answered> => {
  const socket = connectPlain(port, '127.0.0.1');
  const all = readAll(socket);
  socket.write(bytes, 'latin1');
  return parse(await all);
};

export type Ask = {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
};

/** An ordinary request as text; each header is a whole line. */
export const message = (name: string, ask: Ask = {}): string => {
  const { method = 'GET', path = '/', host = name, headers = [], body = '' } = ask;
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...headers,
    ...length,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
};
