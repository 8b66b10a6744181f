import type { InTransaction } from '@bulwark/events';
import express, { type Express, type Request, type Response } from 'express';
import { admit } from './admission.ts';
import { answer, answerProblem } from './answer.ts';
import { type Bound, createBound } from './bound.ts';
import type { EntryFrame } from './entries.ts';
import { readInput } from './input.ts';
import { createSeen, perform, type Seen } from './perform.ts';
import { problem } from './problem.ts';
import { refuse } from './refuse.ts';
import type { Route } from './route.ts';
import { claimsOf, contextOf, type Sender, type TokenCheck } from './sender.ts';

export type FrontOptions = {
  readonly frame: EntryFrame;
  readonly token: TokenCheck;
  readonly inTransaction: InTransaction;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: (facts: { readonly [name: string]: unknown }) => void;
  /** Told of every answered request, for who counts them. */
  readonly observe?: (spent: {
    readonly labels: { readonly method: string; readonly route: string; readonly status: string };
    readonly seconds: number;
  }) => void;
};

const REFUSALS_PER_MINUTE = 30;
/** How long an exchange may be reused, with room for clocks and queues: what has settled holds everywhere. */
const SETTLE_MS = 1100;

/** What browsers may call of one service: `/api/<service>/…`. */
export const createFront = (routes: readonly Route[], options: FrontOptions): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const refusals = createBound({ most: REFUSALS_PER_MINUTE });
  const visits = createSeen();
  for (const route of routes) {
    const path = fullPath(options.frame.service, route);
    const method = route.method.toLowerCase() as 'get';
    const serve = serveRoute(route, { ...options, refusals, visits, path });
    const json = express.json({ limit: route.limit ?? 256 * 1024, type: 'application/json' });
    app[method](path, async (request, response) => serve(request, response, json));
  }
  app.use((request, response) => {
    const { requestId } = senderOf(request, options);
    answerProblem(response, problem('not_found', 'There is nothing at this address.'), requestId);
  });
  return app;
};

/** Where a route answers: below its service, unless it names its place from `/api/` on. */
export const fullPath = (service: string, { path }: Route): string =>
  path.startsWith('/api/') ? path : `/api/${service}${path}`;

type Context = FrontOptions & {
  readonly path: string;
  readonly refusals: Bound;
  readonly visits: Seen;
};

const senderOf = (
  request: Request,
  { token, frame }: Pick<Context, 'token' | 'frame'>,
): Sender => ({
  claims: claimsOf(request.get('authorization'), token),
  ...contextOf(request.get('bulwark-context'), frame.newId),
  agent: (request.get('user-agent') ?? '').slice(0, 300),
});

type ReadBody = ReturnType<typeof express.json>;

const serveRoute =
  (route: Route, context: Context) =>
  async (request: Request, response: Response, readBody: ReadBody): Promise<void> => {
    const started = context.now();
    const sender = senderOf(request, context);
    const { requestId } = sender;
    const name = `${route.method} ${context.path}`;
    try {
      const refusal = admit(sender.claims, {
        method: route.method,
        permission: route.permission,
        assurance: route.assurance ?? 'full',
        csrfToken: request.get('x-csrf-token'),
        fetchSite: request.get('sec-fetch-site'),
      });
      if (refusal) throw refusal;
      await new Promise<void>((done, fail) =>
        readBody(request, response, (error?: unknown) => (error ? fail(error) : done())),
      );
      const call = { ...readInput(route, request), sender, now: started, name };
      const reply = await perform(route, call, context);
      if (route.settles && !reply.problem) await context.sleep(SETTLE_MS);
      await answer(response, reply, route, requestId);
    } catch (error) {
      await refuse(error, { route, name, sender, response }, context);
    }
    const ms = context.now().getTime() - started.getTime();
    const { statusCode: status } = response;
    context.log({ msg: 'request', requestId, trace: sender.trace, route: name, status, ms });
    const labels = { method: route.method, route: context.path, status: String(status) };
    context.observe?.({ labels, seconds: ms / 1000 });
  };
