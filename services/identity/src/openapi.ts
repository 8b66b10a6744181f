import { type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';

/** The description of every route of the product, for whoever is signed in. */
export const openApiRoute = (openApi: () => Promise<string>): Route =>
  route({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This document',
    permission: 'signed-in',
    audit: { when: 'visit', page: 'openapi' },
    response: z.record(z.string(), z.unknown()),
    read: async () => ({ body: JSON.parse(await openApi()) }),
  });
