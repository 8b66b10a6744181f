import { newTotpSecret, totpStep, totpUri } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { Problem, problem, type Route, route, type Sender } from '@bulwark/http';
import { z } from '@bulwark/record';
import type { Vault } from '@bulwark/runtime';
import { confirmFactor, findFactor, insertFactor, useStep } from './repository.ts';

export type FactorOptions = {
  readonly sql: Sql;
  readonly secrets: Vault;
  readonly issuer: string;
  readonly emailOf: (sql: Sql, personId: string) => Promise<string>;
  /** Notes that the factor was shown, and gives the session a new cookie. */
  readonly raise: (sql: Sql, session: { id: string; now: Date }) => Promise<string>;
  /** Counts a try per person before it is judged, whatever session it comes from. @throws Problem `too_many_attempts` */
  readonly countTry: (personId: string, now: Date) => Promise<void>;
  readonly refundTry: (personId: string, now: Date) => Promise<void>;
  readonly countWrong: (sql: Sql, sessionId: string) => Promise<number>;
  readonly end: (sql: Sql, sessionId: string) => Promise<void>;
  readonly stateOf: (sql: Sql, sessionId: string) => Promise<string>;
};

/** Wrong codes that one session may send before it is over. */
const MOST_WRONG = 5;

const code = z.strictObject({ code: z.string().regex(/^\d{6}$/, 'A code has six digits.') });
const state = z.object({ state: z.string() });

export const secondFactorRoutes = (options: FactorOptions): Route[] => [
  route({
    method: 'GET',
    path: '/enrolment',
    summary: 'The secret to put into an authenticator app, until it is confirmed',
    permission: 'signed-in',
    assurance: 'password',
    audit: { when: 'view', action: 'factor.enrol' },
    response: z.object({ secret: z.string(), uri: z.string() }),
    read: async ({ sender }) => {
      demand(sender, 'enrolment');
      const personId = sender.claims.sub ?? '';
      const secret = await pendingSecret(personId, options);
      const label = await options.emailOf(options.sql, personId);
      return { body: { secret, uri: totpUri(secret, { issuer: options.issuer, label }) } };
    },
  }),
  route({
    method: 'POST',
    path: '/enrolment',
    summary: 'Confirm the authenticator app with its first code',
    permission: 'signed-in',
    assurance: 'password',
    audit: { when: 'change', action: 'factor.confirm', kind: 'create' },
    body: code,
    limit: 4096,
    response: state,
    handle: async (tx, { body, sender, now }) => {
      demand(sender, 'enrolment');
      return pass(tx.sql, { code: body.code, sender, now, enrolling: true }, options);
    },
  }),
  route({
    method: 'POST',
    path: '/second-factor',
    summary: 'Second step of signing in: the code of the authenticator app',
    permission: 'signed-in',
    assurance: 'password',
    audit: { when: 'change', action: 'factor.show', kind: 'execute' },
    body: code,
    limit: 4096,
    response: state,
    handle: async (tx, { body, sender, now }) => {
      demand(sender, 'second-factor');
      return pass(tx.sql, { code: body.code, sender, now, enrolling: false }, options);
    },
  }),
];

const demand = ({ claims }: Sender, step: string): void => {
  if (claims.must !== step) {
    throw problem('conflict', 'Your sign-in has moved on: read the session again.');
  }
};

const pendingSecret = async (
  personId: string,
  { sql, secrets }: FactorOptions,
): Promise<string> => {
  const known = await findFactor(sql, personId);
  if (!known) {
    await insertFactor(sql, personId, await secrets.seal(sql, personId, newTotpSecret()));
  }
  const factor = known ?? (await findFactor(sql, personId));
  if (!factor || factor.confirmed)
    throw problem('conflict', 'Your second factor is set up already.');
  return secrets.open(sql, personId, factor.secret);
};

type Attempt = { code: string; sender: Sender; now: Date; enrolling: boolean };

const pass = async (sql: Sql, attempt: Attempt, options: FactorOptions) => {
  const personId = attempt.sender.claims.sub ?? '';
  const sessionId = attempt.sender.claims.sid ?? '';
  await options.countTry(personId, attempt.now);
  const factor = await findFactor(sql, personId);
  if (!factor) throw problem('conflict', 'Begin the enrolment again.');
  if (!(await isRight(sql, { ...attempt, personId, factor }, options))) {
    return refuse(sql, sessionId, options);
  }
  await options.refundTry(personId, attempt.now);
  if (attempt.enrolling) await confirmFactor(sql, personId, attempt.now);
  const cookie = await options.raise(sql, { id: sessionId, now: attempt.now });
  return {
    cookie,
    body: { state: await options.stateOf(sql, sessionId) },
    about: { resource: { type: 'person', id: personId, rev: null } },
  };
};

type Checked = Attempt & { personId: string; factor: { secret: string; lastStep: number | null } };

const isRight = async (
  sql: Sql,
  { code: typed, now, personId, factor }: Checked,
  { secrets }: FactorOptions,
): Promise<boolean> => {
  const secret = await secrets.open(sql, personId, factor.secret);
  const epoch = Math.floor(now.getTime() / 1000);
  const step = await totpStep(typed, { secret, lastStep: factor.lastStep, epoch });
  return step !== null && (await useStep(sql, personId, step));
};

/** The refusal is committed with its count: five wrong codes and the password has to be shown again. */
const refuse = async (sql: Sql, sessionId: string, { countWrong, end }: FactorOptions) => {
  const wrong = await countWrong(sql, sessionId);
  if (wrong >= MOST_WRONG) await end(sql, sessionId);
  return {
    problem: new Problem('code_refused', 401, 'This code is not right', {
      detail:
        wrong >= MOST_WRONG
          ? 'Too many wrong codes: sign in again from the start.'
          : 'Each code works once and for a minute: wait for the next one.',
    }),
    about: { outcome: 'failure' as const, reason: 'wrong-code' },
  };
};
