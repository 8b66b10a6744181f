import type { Sql } from '@bulwark/db';
import { listKnownPeople } from '@bulwark/events';
import { type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';

/** Whom a record may name: ids and names, nothing else of a person. */
export const peopleRoute = ({ sql }: { sql: Sql }): Route =>
  route({
    method: 'GET',
    path: '/people',
    summary: 'Names of the people that records may name',
    permission: 'registers:view',
    audit: { when: 'visit', page: 'people' },
    response: z.object({
      items: z.array(
        z.object({ id: z.uuid(), name: z.string(), state: z.enum(['active', 'deactivated']) }),
      ),
    }),
    read: async () => ({ body: { items: await listKnownPeople(sql) } }),
  });
