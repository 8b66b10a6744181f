import type { InTransaction } from '@bulwark/events';
import express, { type Express, type Request, type Response } from 'express';
import { admit } from './admission.ts';
import { answer, answerProblem, problemFor } from './answer.ts';
import { type Bound, createBound } from './bound.ts';
import { type EntryFrame, entryOf } from './entries.ts';
import { readInput } from './input.ts';
import { type Problem, problem } from './problem.ts';
import type { About, Reply, Route } from './route.ts';
import { claimsOf, contextOf, type Sender, type TokenCheck } from './sender.ts';
import { noteVisit } from './visit-repository.ts';

export type FrontOptions = {
  readonly frame: EntryFrame;
  readonly token: TokenCheck;
  readonly inTransaction: InTransaction;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: (facts: { readonly [name: string]: unknown }) => void;
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
  const visits = createBound({ most: 2 });
  for (const route of routes) {
    const path = `/api/${options.frame.service}${route.path}`;
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

type Context = FrontOptions & {
  readonly path: string;
  readonly refusals: Bound;
  readonly visits: Bound;
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
      const call = { ...readInput(route, request), sender, now: started };
      const reply = await perform(route, call, context);
      if (route.settles && !reply.problem) await context.sleep(SETTLE_MS);
      await answer(response, reply, route, requestId);
    } catch (error) {
      await refuse(error, { route, sender, response, context });
    }
    context.log({
      msg: 'request',
      requestId,
      route: `${route.method} ${context.path}`,
      status: response.statusCode,
      ms: context.now().getTime() - started.getTime(),
    });
  };

type Performed = { sender: Sender; now: Date };

const perform = async (
  route: Route,
  call: Performed & { params: never; query: never; body: never; revision: number },
  context: Context,
): Promise<Reply> => {
  const { audit } = route;
  const record = (
    about: About,
    action: string,
    kind: 'read' | 'create' | 'update' | 'delete' | 'execute',
  ) =>
    entryOf(
      call.sender,
      { action, kind, route: routeName(route, context), about, now: call.now },
      context.frame,
    );
  if ('handle' in route && audit.when === 'change') {
    return context.inTransaction(async (tx) => {
      const reply = await route.handle(tx, call);
      tx.record(record(reply.about ?? {}, audit.action, audit.kind));
      return reply;
    });
  }
  if (!('read' in route)) throw new Error(`${routeName(route, context)} has no handler`);
  const reply = await route.read(call);
  if (audit.when === 'view') {
    await unlessLost(() =>
      context.inTransaction(async (tx) =>
        tx.record(record(reply.about ?? {}, audit.action, 'read')),
      ),
    );
  }
  if (audit.when === 'visit') await visit(audit.page, { call, context, record });
  return reply;
};

/** A view that cannot be recorded is not shown. */
const unlessLost = async (write: () => Promise<void>): Promise<void> => {
  try {
    await write();
  } catch (cause) {
    throw problem('unavailable', 'The audit trail cannot be written right now: try again.', {
      cause,
      retryAfterSeconds: 5,
    });
  }
};

const visit = async (
  page: string,
  {
    call: { sender, now },
    context,
    record,
  }: {
    call: Performed;
    context: Context;
    record: (about: About, action: string, kind: 'read') => ReturnType<typeof entryOf>;
  },
): Promise<void> => {
  const session = sender.claims.sid;
  if (!session || sender.claims.sub === null) return;
  const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  if (context.visits(`${session} ${page}`, hour) !== 'within') return;
  await unlessLost(() =>
    context.inTransaction(async (tx) => {
      if (await noteVisit(tx.sql, { session, page, hour })) {
        tx.record(record({}, `${page}.visit`, 'read'));
      }
    }),
  );
};

const routeName = ({ method }: Route, { path }: Context): string => `${method} ${path}`;

type Refused = { route: Route; sender: Sender; response: Response; context: Context };

const refuse = async (
  error: unknown,
  { route, sender, response, context }: Refused,
): Promise<void> => {
  const refusal = problemFor(error);
  const { requestId } = sender;
  if (refusal.status >= 500) {
    context.log({ level: 'error', msg: 'fault', requestId, error: error as Error });
  }
  let told: Problem = refusal;
  try {
    await recordRefusal(refusal, { route, sender, context });
  } catch (lost) {
    context.log({ level: 'error', msg: 'refusal not recorded', requestId, error: lost as Error });
    told = problem('unavailable', 'The audit trail cannot be written right now: try again.');
  }
  if (response.headersSent) response.destroy();
  else answerProblem(response, told, requestId);
};

/** Refusals of somebody who is signed in are entries, up to a bound that is itself an entry. */
const recordRefusal = async (
  refusal: Problem,
  { route, sender, context }: Omit<Refused, 'response'>,
): Promise<void> => {
  const { sub, sid } = sender.claims;
  if (sub === null) return;
  const now = context.now();
  const bound = context.refusals(sid ?? sub, now);
  if (bound === 'beyond') return;
  const { audit } = route;
  const action = audit.when === 'visit' ? `${audit.page}.visit` : audit.action;
  const entry = entryOf(
    sender,
    {
      action: bound === 'reached' ? 'refusals.bound' : action,
      kind: audit.when === 'change' ? audit.kind : 'read',
      route: routeName(route, context),
      about: { outcome: refusal.status >= 500 ? 'failure' : 'denied', reason: refusal.code },
      now,
    },
    context.frame,
  );
  await context.inTransaction(async (tx) => tx.record(entry));
};
