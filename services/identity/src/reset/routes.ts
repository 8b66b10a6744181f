import { randomBytes } from 'node:crypto';
import { hashOf } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { resetAsked } from '@bulwark/events';
import { Problem, type Route, route, type Sender } from '@bulwark/http';
import { z } from '@bulwark/record';
import { endLinksOf, insertLink, useLink } from './repository.ts';

type Account = { readonly id: string; readonly name: string; readonly email: string };

export type ResetOptions = {
  readonly findAccount: (
    sql: Sql,
    where: { readonly email: string } | { readonly id: string },
  ) => Promise<Account | null>;
  /** Whether this network may still ask for this address; counts the question. */
  readonly mayAsk: (email: string, sender: Sender, now: Date) => Promise<boolean>;
  /** Checks a new password and stores it. @throws Problem `password_refused` */
  readonly setPassword: (sql: Sql, account: Account, next: string, now: Date) => Promise<void>;
  readonly endSessionsOf: (sql: Sql, personId: string) => Promise<void>;
};

const LINK_MINUTES = 60;

export const resetRoutes = (options: ResetOptions): Route[] => [
  route({
    method: 'POST',
    path: '/reset',
    summary: 'Ask for a link to choose a new password; the answer is the same for every address',
    permission: 'public',
    audit: { when: 'change', action: 'password.reset-asked', kind: 'execute' },
    body: z.strictObject({ email: z.string().trim().toLowerCase().max(254) }),
    limit: 4096,
    response: z.object({ sent: z.literal(true) }),
    handle: async (tx, { body: { email }, sender, now }) => {
      const may = await options.mayAsk(email, sender, now);
      const account = may ? await options.findAccount(tx.sql, { email }) : null;
      const reply = { status: 202, body: { sent: true } };
      if (!account) {
        const reason = may ? 'unknown-account' : 'too-many-attempts';
        return { ...reply, about: { outcome: 'failure', reason } };
      }
      const token = randomBytes(32).toString('base64url');
      const expires = new Date(now.getTime() + LINK_MINUTES * 60_000);
      await insertLink(tx.sql, { tokenHash: hashOf(token), personId: account.id, expires });
      tx.emit({
        type: resetAsked,
        key: account.id,
        body: { personId: account.id },
        personal: { name: account.name, email: account.email, token },
      });
      const resource = { type: 'person', id: account.id, rev: null };
      return { ...reply, about: { person: account.id, resource } };
    },
  }),
  route({
    method: 'POST',
    path: '/reset/confirm',
    summary:
      'Choose a new password by the link of a mail; the second factor stays, every session ends',
    permission: 'public',
    audit: { when: 'change', action: 'password.reset', kind: 'update' },
    body: z.strictObject({ token: z.string().max(64), next: z.string().max(1024) }),
    limit: 4096,
    response: z.object({ changed: z.literal(true) }),
    settles: true,
    handle: async (tx, { body, now }) => {
      const personId = await useLink(tx.sql, hashOf(body.token), now);
      const account = personId ? await options.findAccount(tx.sql, { id: personId }) : null;
      if (!account) throw deadLink();
      await options.setPassword(tx.sql, account, body.next, now);
      await endLinksOf(tx.sql, account.id);
      await options.endSessionsOf(tx.sql, account.id);
      const resource = { type: 'person', id: account.id, rev: null };
      return { body: { changed: true }, about: { person: account.id, resource } };
    },
  }),
];

const deadLink = () =>
  new Problem('link_refused', 410, 'This link does not work any more', {
    detail: 'A link works once and for an hour: ask for a new one.',
  });
