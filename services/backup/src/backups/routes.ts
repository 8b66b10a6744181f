import type { Sql } from '@bulwark/db';
import { type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import { beginBackup } from './begin.ts';
import { listBackups } from './repository.ts';

const backup = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'verified', 'failed']),
  requestedBy: z.uuid().nullable(),
  started: z.string(),
  taken: z.string().nullable(),
  ended: z.string().nullable(),
  bytes: z.int().nullable(),
  rows: z.int().nullable(),
  sha256: z.string().nullable(),
  error: z.string().nullable(),
});

/** Backups are seen and asked for here; putting one back is the operator's task alone. */
export const backupRoutes = ({ sql, newId }: { sql: Sql; newId: () => string }): Route[] => [
  route({
    method: 'GET',
    path: '/backups',
    summary: 'Backups of this company, newest first',
    permission: 'backups:view',
    audit: { when: 'visit', page: 'backups' },
    response: z.object({ items: z.array(backup) }),
    read: async () => ({ body: { items: await listBackups(sql) } }),
  }),
  route({
    method: 'POST',
    path: '/backups',
    summary: 'Take a backup now',
    permission: 'backups:create',
    audit: { when: 'change', action: 'backup.create', kind: 'create' },
    body: z.strictObject({}),
    response: z.object({ id: z.uuid(), state: z.literal('running') }),
    handle: async (tx, { sender, now }) => {
      const id = newId();
      const { act, sub } = sender.claims;
      await beginBackup(tx, { id, requestedBy: act ?? sub ?? null, now });
      return {
        status: 202,
        body: { id, state: 'running' },
        about: { resource: { type: 'backup', id, rev: null } },
      };
    },
  }),
];
