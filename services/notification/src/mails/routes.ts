import type { Sql } from '@bulwark/db';
import { mailReleased } from '@bulwark/events';
import { problem, type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import { findMail, listMails, releaseMail } from './repository.ts';
import { isReleasable } from './retry.ts';

export const mailRoutes = ({ sql }: { sql: Sql }): Route[] => [
  route({
    method: 'GET',
    path: '/mails',
    summary:
      'The newest mails: to whom, why, whether they were sent, and when they are tried again',
    permission: 'mail:view',
    audit: { when: 'visit', page: 'mail' },
    response: z.object({
      items: z.array(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          personId: z.uuid(),
          state: z.enum(['waiting', 'sent', 'failed', 'held']),
          intended: z.string(),
          due: z.string().nullable(),
          attempts: z.int(),
        }),
      ),
    }),
    read: async () => ({ body: { items: await listMails(sql) } }),
  }),
  route({
    method: 'POST',
    path: '/mails/:id/release',
    summary: 'Send a mail that was held after a restore, or try one again that failed',
    permission: 'mail:edit',
    audit: { when: 'change', action: 'mail.release', kind: 'execute' },
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({}),
    response: z.object({ id: z.uuid(), state: z.literal('waiting') }),
    handle: async (tx, { params: { id }, now }) => {
      const mail = await findMail(tx.sql, id);
      if (!mail) throw problem('not_found', 'There is no such mail.');
      refuseUnreleasable(mail);
      await releaseMail(tx.sql, id, now);
      tx.emit({ type: mailReleased, key: id, body: { id } });
      return {
        body: { id, state: 'waiting' },
        about: {
          resource: { type: 'mail', id, rev: null },
          changes: [{ path: '/state', before: mail.state, after: 'waiting' }],
        },
      };
    },
  }),
];

type Found = NonNullable<Awaited<ReturnType<typeof findMail>>>;

const refuseUnreleasable = ({ state, kind, facts }: Found): void => {
  if (state !== 'held' && state !== 'failed')
    throw problem(
      'conflict',
      `This mail is ${state}: only one that is held or failed is released.`,
    );
  if (!isReleasable(kind))
    throw problem('conflict', 'The link in this mail has ended: a new one must be asked for.');
  if (facts === null)
    throw problem('conflict', 'What this mail said was not kept: give the person a new password.');
};
