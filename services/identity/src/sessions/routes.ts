import { hashOf } from '@bulwark/crypto';
import { type Route, route, type Sender } from '@bulwark/http';
import { z } from '@bulwark/record';
import { bindOf, cookieOf, csrfOf, newSid, noCookie } from './cookie.ts';
import { endSession } from './repository.ts';

export type SessionOptions = {
  readonly csrfKey: Buffer;
  readonly tenant: { readonly name: string; readonly slug: string };
  readonly describe: (personId: string) => Promise<Described | null>;
};

type Described = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly profiles: readonly { readonly id: string; readonly name: string }[];
};

const session = z.object({
  csrf: z.string(),
  state: z.enum(['anonymous', 'second-factor', 'password-change', 'enrolment', 'signed-in']),
  tenant: z.object({ name: z.string(), slug: z.string() }),
  person: z
    .object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      profiles: z.array(z.object({ id: z.string(), name: z.string() })),
    })
    .optional(),
  rights: z.record(z.string(), z.array(z.string())).optional(),
});

export const sessionRoutes = (options: SessionOptions): Route[] => [
  route({
    method: 'GET',
    path: '/session',
    summary: 'Where this browser stands, and the token that its changes must carry',
    permission: 'public',
    audit: { when: 'visit', page: 'session' },
    response: session,
    read: async ({ sender }) => describeSession(sender, options),
  }),
  route({
    method: 'POST',
    path: '/logout',
    summary: 'Sign out: the session is destroyed on the server',
    permission: 'signed-in',
    assurance: 'password',
    audit: { when: 'change', action: 'session.logout', kind: 'execute' },
    body: z.strictObject({}),
    response: 'empty',
    settles: true,
    handle: async (tx, { sender }) => {
      await endSession(tx.sql, sender.claims.sid ?? '');
      return { cookie: noCookie };
    },
  }),
];

const describeSession = async (
  { claims }: Sender,
  { csrfKey, tenant, describe }: SessionOptions,
) => {
  if (claims.sub === null) {
    if (claims.bind) {
      return { body: { csrf: csrfOf(claims.bind, csrfKey), state: 'anonymous', tenant } };
    }
    const sid = newSid();
    const csrf = csrfOf(bindOf(sid), csrfKey);
    return { cookie: cookieOf(sid), body: { csrf, state: 'anonymous', tenant } };
  }
  const csrf = csrfOf(claims.bind, csrfKey);
  const state = claims.must ?? 'signed-in';
  const person = await describe(claims.sub);
  return { body: { csrf, state, tenant, person: person ?? undefined, rights: claims.rights } };
};

/** A fresh cookie for a session, with the hash to store: used wherever privileges change. */
export const freshCookie = (): { cookie: string; sidHash: string } => {
  const sid = newSid();
  return { cookie: cookieOf(sid), sidHash: hashOf(sid) };
};
