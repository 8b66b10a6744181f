import { problem, type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import type { Framework } from './catalogue.ts';

const named = z.strictObject({ id: z.string(), title: z.string() });
const control = named.extend({
  theme: z.string(),
  kind: z.array(z.enum(['preventive', 'detective', 'corrective'])),
  purpose: z.string(),
  good: z.string(),
  evidence: z.string(),
  questions: z.array(z.string()),
});
const clause = named.extend({ documented: z.boolean(), check: z.string() });

/** The standards that the product knows: ids and titles are theirs, every other word is ours. */
export const frameworkRoutes = (frameworks: () => readonly Framework[]): Route[] => [
  route({
    method: 'GET',
    path: '/frameworks',
    summary: 'The standards whose controls are in the catalogue',
    permission: 'registers:view',
    audit: { when: 'visit', page: 'frameworks' },
    response: z.object({ items: z.array(named) }),
    read: async () => ({
      body: { items: frameworks().map(({ id, title }) => ({ id, title })) },
    }),
  }),
  route({
    method: 'GET',
    path: '/frameworks/:id',
    summary: 'A standard’s controls and clauses with our guidance',
    permission: 'registers:view',
    audit: { when: 'visit', page: 'frameworks' },
    params: z.strictObject({ id: z.string().max(64) }),
    response: named.extend({
      themes: z.array(named),
      controls: z.array(control),
      clauses: z.array(clause),
    }),
    read: async ({ params }) => {
      const found = frameworks().find(({ id }) => id === params.id);
      if (!found) throw problem('not_found', 'There is no such standard in the catalogue.');
      return { body: found };
    },
  }),
];
