import { hashOf, type Passwords } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { Problem, problem, type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import { judgePassword, ownWordsOf } from './password-rule.ts';
import {
  type Account,
  countFailure,
  findAccount,
  refundFailure,
  renewHash,
  storePassword,
} from './repository.ts';
import { scoreOf } from './strength.ts';
import { LIMITS, networkOf, periodOf, secondsLeft } from './throttle.ts';

export type LoginOptions = {
  /** For counting attempts: outside the request's own transaction and its connections. */
  readonly counting: Sql;
  readonly passwords: Passwords;
  readonly company: string;
  /** Makes a session of a person. */
  readonly startSession: (
    sql: Sql,
    personId: string,
    now: Date,
  ) => Promise<{ id: string; cookie: string }>;
  /** Gives a session a new cookie and ends the person's other ones. */
  readonly renewSession: (sql: Sql, session: { id: string; personId: string }) => Promise<string>;
  readonly stateOf: (sql: Sql, sessionId: string) => Promise<string>;
};

const state = z.object({ state: z.string() });

export const loginRoutes = (options: LoginOptions): Route[] => [
  route({
    method: 'POST',
    path: '/login',
    summary: 'First step of signing in: address and password',
    permission: 'public',
    audit: { when: 'change', action: 'session.login', kind: 'execute' },
    body: z.strictObject({
      email: z.string().trim().toLowerCase().max(254),
      password: z.string().min(1).max(1024),
    }),
    limit: 4096,
    response: state,
    handle: async (tx, { body, sender, now }) => {
      const keys = [
        `account|${body.email}|${networkOf(sender.ip)}`,
        `network|${networkOf(sender.ip)}`,
      ];
      await count(keys, now, options.counting);
      const account = await findAccount(tx.sql, { email: body.email });
      const fits = await options.passwords.verify(body.password, account?.passwordHash ?? null);
      if (!account || !fits) return refusedLogin(account, body.email, sender.requestId);
      await refund(keys, now, options.counting);
      await renewIfOld(tx.sql, account, body.password, options.passwords);
      const { id, cookie } = await options.startSession(tx.sql, account.id, now);
      return {
        cookie,
        body: { state: await options.stateOf(tx.sql, id) },
        about: { person: account.id, resource: { type: 'person', id: account.id, rev: null } },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/password',
    summary: 'Choose a new password; every other session of yours ends',
    permission: 'signed-in',
    assurance: 'password',
    audit: { when: 'change', action: 'password.change', kind: 'update' },
    body: z.strictObject({ current: z.string().min(1).max(1024), next: z.string().max(1024) }),
    limit: 4096,
    response: state,
    settles: true,
    handle: async (tx, { body, sender, now }) => {
      const { sub, sid, must } = sender.claims;
      if (must === 'second-factor') throw problem('second_factor_required');
      const account = await findAccount(tx.sql, { id: sub ?? '' });
      if (!account) throw problem('sign_in');
      const key = [`password|${account.id}`];
      await count(key, now, options.counting);
      if (!(await options.passwords.verify(body.current, account.passwordHash))) {
        throw refusedPassword([
          { path: '/current', message: 'This is not your present password.' },
        ]);
      }
      await refund(key, now, options.counting);
      await demandGood(body, account, options.company);
      const hash = await options.passwords.hash(body.next);
      await storePassword(tx.sql, { personId: account.id, hash, now });
      const cookie = await options.renewSession(tx.sql, { id: sid ?? '', personId: account.id });
      return {
        cookie,
        body: { state: await options.stateOf(tx.sql, sid ?? '') },
        about: { resource: { type: 'person', id: account.id, rev: null } },
      };
    },
  }),
];

/** Counted, in a transaction of its own, before the hash: parallel guesses cannot slip past, slow ones are not free. */
export const count = async (keys: readonly string[], now: Date, sql: Sql): Promise<void> => {
  for (const key of keys) {
    const failures = await countFailure(sql, hashOf(key), periodOf(now));
    const limit = key.startsWith('network') ? LIMITS.network : LIMITS.accountAndNetwork;
    if (failures > limit) {
      throw problem('too_many_attempts', 'Wait, then try again.', {
        retryAfterSeconds: secondsLeft(now),
      });
    }
  }
};

/** Takes back what was counted for an attempt that turned out right. */
export const refund = async (keys: readonly string[], now: Date, sql: Sql): Promise<void> => {
  for (const key of keys) await refundFailure(sql, hashOf(key), periodOf(now));
};

/** The same answer for a wrong password and for nobody's address; the trail knows the difference. */
const refusedLogin = (account: Account | null, email: string, requestId: string) => ({
  problem: new Problem('login_refused', 401, 'Address or password is wrong', {
    detail: 'Check both and try again.',
  }),
  about: {
    ...(account ? { person: account.id } : {}),
    outcome: 'failure' as const,
    reason: account ? 'wrong-password' : 'unknown-account',
    changes: [
      {
        path: '/email',
        before: null,
        after: hidden(email, account ? `person:${account.id}` : `request:${requestId}`),
      },
    ],
  },
});

const renewIfOld = async (
  sql: Sql,
  { id, passwordHash }: Account,
  password: string,
  passwords: Passwords,
): Promise<void> => {
  if (!passwordHash || !passwords.needsRehash(passwordHash)) return;
  await renewHash(sql, id, await passwords.hash(password));
};

/** @throws Problem `password_refused` with every reason */
export const demandGood = async (
  { current, next }: { current: string | null; next: string },
  { name, email }: Pick<Account, 'name' | 'email'>,
  company: string,
): Promise<void> => {
  const ownWords = ownWordsOf(name, email, company, 'bulwark');
  const reasons = judgePassword(next, { ownWords, score: await scoreOf(next, ownWords) });
  const faults = reasons.map(({ message }) => ({ path: '/next', message }));
  if (next === current) faults.push({ path: '/next', message: 'Choose another one than before.' });
  if (faults.length > 0) throw refusedPassword(faults);
};

const refusedPassword = (fields: { path: string; message: string }[]) =>
  new Problem('password_refused', 422, 'This password cannot be used', {
    detail: 'Choose another one.',
    fields,
  });
