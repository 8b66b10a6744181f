import type { Sql } from '@bulwark/db';
import { problem, type Route, route } from '@bulwark/http';
import { findPerson } from './repository.ts';
import { person, withId } from './routes.ts';

export const personRoute = ({ sql }: { sql: Sql }): Route =>
  route({
    method: 'GET',
    path: '/people/:id',
    summary: 'One person',
    permission: 'people:view',
    audit: { when: 'visit', page: 'people' },
    params: withId,
    response: person,
    read: async ({ params }) => {
      const found = await findPerson(sql, params.id);
      if (!found) throw problem('not_found', 'There is no such person.');
      return { body: found, revision: found.rev };
    },
  });
