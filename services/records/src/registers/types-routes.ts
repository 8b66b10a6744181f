import { type Route, route } from '@bulwark/http';
import { describe, type RecordType, z } from '@bulwark/record';

const ACTIONS = { create: 'create', edit: 'edit', delete: 'deactivate' } as const;

/** What the UI draws lists, forms and imports from: only types that the asker may see. */
export const typesRoute = (types: readonly RecordType[]): Route =>
  route({
    method: 'GET',
    path: '/types',
    summary: 'The record types and their fields',
    permission: 'signed-in',
    audit: { when: 'visit', page: 'types' },
    response: z.object({ types: z.array(z.looseObject({ name: z.string() })) }),
    read: async ({ sender }) => {
      const { rights } = sender.claims;
      const visible = types.filter(({ page }) => rights[page]?.includes('view'));
      return {
        body: {
          types: visible.map((type) =>
            describe(
              type,
              Object.entries(ACTIONS)
                .filter(([right]) => rights[type.page]?.includes(right))
                .map(([, action]) => action),
            ),
          ),
        },
      };
    },
  });
