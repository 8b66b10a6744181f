import type { z } from '@bulwark/record';
import express, { type Express } from 'express';

/** What the gateway, the operator and probes may call; the socket's owner and group say who that is. */
export type PeerRoute = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Who may call it where callers show certificates; without it, both. */
  readonly caller?: 'gateway' | 'operator';
  readonly body?: z.ZodType;
  readonly handle: (body: never) => Promise<{ status?: number; type?: string; body: unknown }>;
};

export const peerRoute = <Body>(
  declared: Omit<PeerRoute, 'body' | 'handle'> & {
    readonly body?: z.ZodType<Body>;
    readonly handle: (body: Body) => Promise<{ status?: number; type?: string; body: unknown }>;
  },
): PeerRoute => declared as unknown as PeerRoute;

export const createPeer = (
  routes: readonly PeerRoute[],
  { log }: { log: (facts: { readonly [name: string]: unknown }) => void },
): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const json = express.json({ limit: 16 * 1024 });
  for (const { method, path, body, handle } of routes) {
    app[method.toLowerCase() as 'get'](path, json, async (request, response) => {
      const parsed = body ? body.safeParse(request.body) : { success: true, data: undefined };
      if (!parsed.success) {
        response.status(400).json({ code: 'malformed' });
        return;
      }
      try {
        const reply = await handle(parsed.data as never);
        response.status(reply.status ?? 200);
        if (reply.type) response.type(reply.type).send(reply.body);
        else response.json(reply.body);
      } catch (error) {
        log({ level: 'error', msg: 'peer fault', path, error: error as Error });
        response.status(503).json({ code: 'unavailable' });
      }
    });
  }
  return app;
};
