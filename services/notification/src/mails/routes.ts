import type { Sql } from '@bulwark/db';
import { type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import { listMails } from './repository.ts';

export const mailsRoute = ({ sql }: { sql: Sql }): Route =>
  route({
    method: 'GET',
    path: '/mails',
    summary: 'The newest mails: to whom, why, and whether they were sent',
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
          attempts: z.int(),
        }),
      ),
    }),
    read: async () => ({ body: { items: await listMails(sql) } }),
  });
