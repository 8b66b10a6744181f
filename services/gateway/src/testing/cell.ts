import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export type Reached = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string | null;
};

export type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a unix socket in the place of a tenant's service: it writes down what reaches it. */
export const aService = async (path: string) => {
  const reached: Reached[] = [];
  const service = { reached, reply: plainReply };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await text(request).catch(() => null);
    reached.push({ method, url, headers, body });
    service.reply(request, response);
  });
  await new Promise<void>((listening) => server.listen(path, listening));
  return {
    ...service,
    answer: (reply: Reply): void => {
      service.reply = reply;
    },
    stop: (): Promise<void> =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
};

const plainReply: Reply = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"ok":true}');
};
