import { isDuplicate, type Sql } from '@bulwark/db';
import { problem, type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import { insertProfile, listProfiles } from './repository.ts';
import { lookAgain } from './second-look.ts';

const profile = z.object({
  id: z.string(),
  name: z.string(),
  shipped: z.boolean(),
  standsAlone: z.boolean(),
  rights: z.record(z.string(), z.array(z.string())),
});

export const profileRoutes = ({ sql, newId }: { sql: Sql; newId: () => string }): Route[] => [
  route({
    method: 'GET',
    path: '/profiles',
    summary: 'Profiles and the rights that each grants, page by page',
    permission: 'people:view',
    audit: { when: 'visit', page: 'profiles' },
    response: z.object({ items: z.array(profile) }),
    read: async () => ({ body: { items: await listProfiles(sql) } }),
  }),
  route({
    method: 'POST',
    path: '/profiles',
    summary: 'Make a profile: it grants nothing until it is given rights',
    permission: 'profiles:create',
    audit: { when: 'change', action: 'profile.create', kind: 'create' },
    body: z.strictObject({ name: z.string().trim().min(1).max(80) }),
    response: profile,
    handle: async (tx, { body: { name }, sender }) => {
      await lookAgain(tx.sql, sender, 'profiles', 'create');
      const id = newId();
      try {
        await insertProfile(tx.sql, { id, name });
      } catch (error) {
        if (isDuplicate(error)) throw taken();
        throw error;
      }
      return {
        status: 201,
        body: { id, name, shipped: false, standsAlone: false, rights: {} },
        about: {
          resource: { type: 'profile', id, rev: 1 },
          changes: [{ path: '/name', before: null, after: hidden(name, `profile:${id}`) }],
        },
      };
    },
  }),
];

const taken = () =>
  problem('invalid', 'Correct the fields that are named and send it again.', {
    fields: [{ path: '/name', message: 'There is a profile of this name already.' }],
  });
