import type { InTransaction } from '@bulwark/events';
import type { Change, Kind } from '@bulwark/trail';
import { confirmed } from './confirmed.ts';
import { type EntryFrame, entryOf } from './entries.ts';
import { problem } from './problem.ts';
import type { About, Call, Reply, Route } from './route.ts';
import type { Sender } from './sender.ts';
import { noteVisit } from './visit-repository.ts';

export type PerformOptions = {
  readonly frame: EntryFrame;
  readonly inTransaction: InTransaction;
  /** Whether a session's visit to a page in an hour is known to be recorded. */
  readonly visits: Seen;
};

export type Seen = { has(key: string): boolean; add(key: string): void };

/** A set that forgets its oldest members beyond a size. */
export const createSeen = (most = 10_000): Seen => {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add: (key) => {
      keys.add(key);
      if (keys.size > most) keys.delete(keys.values().next().value ?? '');
    },
  };
};

type Performing = Call<never, never, never> & { readonly name: string };

/** Runs a route's handler and writes its entry by the route's own rule. */
export const perform = async (
  route: Route,
  call: Performing,
  options: PerformOptions,
): Promise<Reply> => {
  const { audit } = route;
  if ('handle' in route && audit.when === 'change') {
    const reply = await options.inTransaction(async (tx) => {
      const reply = shaped(route, await route.handle(tx, call));
      tx.record(entryFor(call, audit, reply.about ?? {}, options));
      for (const { about, ...act } of reply.also ?? []) {
        tx.record(entryFor(call, act, about, options));
      }
      return reply;
    });
    reply.after?.();
    return reply;
  }
  if (!('read' in route)) throw new Error(`${call.name} has no handler`);
  const reply = shaped(route, await route.read(call));
  if (audit.when === 'visit') await recordVisit(call, audit.page, options);
  if (audit.when !== 'view') return reply;
  await recordView(call, audit.action, reply.about ?? {}, options);
  const { file } = reply;
  if (!file?.sent) return reply;
  const confirm = (changes: readonly Change[]): Promise<void> =>
    recordView(call, `${audit.action}.sent`, { changes }, options);
  return { ...reply, file: { ...file, content: confirmed(file, confirm) } };
};

/** What the response schema does not name never leaves; what it misses undoes the change. */
const shaped = (route: Route, reply: Reply): Reply => {
  if (reply.problem || typeof route.response === 'string') return reply;
  return { ...reply, body: route.response.parse(reply.body) };
};

const entryFor = (
  { sender, now, name }: { sender: Sender; now: Date; name: string },
  { action, kind }: { action: string; kind: Kind },
  about: About,
  { frame }: Pick<PerformOptions, 'frame'>,
) => entryOf(sender, { action, kind, route: name, about, now }, frame);

const recordView = (
  call: Performing,
  action: string,
  about: About,
  options: PerformOptions,
): Promise<void> =>
  unlessLost(() =>
    options.inTransaction(async (tx) =>
      tx.record(entryFor(call, { action, kind: 'read' }, about, options)),
    ),
  );

const recordVisit = async (
  call: Performing,
  page: string,
  options: PerformOptions,
): Promise<void> => {
  const { sid: session, sub } = call.sender.claims;
  if (!session || sub === null) return;
  const hour = new Date(Math.floor(call.now.getTime() / 3_600_000) * 3_600_000);
  const key = `${session} ${page} ${hour.getTime()}`;
  if (options.visits.has(key)) return;
  await unlessLost(() =>
    options.inTransaction(async (tx) => {
      if (!(await noteVisit(tx.sql, { session, page, hour }))) return;
      tx.record(entryFor(call, { action: `${page}.visit`, kind: 'read' }, {}, options));
    }),
  );
  options.visits.add(key);
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
