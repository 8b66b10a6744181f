import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { Page } from '../api/types.ts';

type Named = { readonly id: string; readonly title: string };

export type Control = Named & {
  readonly theme: string;
  readonly kind: readonly string[];
  readonly purpose: string;
  readonly good: string;
  readonly evidence: string;
  readonly questions: readonly string[];
};
export type Clause = Named & { readonly documented: boolean; readonly check: string };

export type Framework = Named & {
  readonly themes: readonly Named[];
  readonly controls: readonly Control[];
  readonly clauses: readonly Clause[];
};

/** The first standard of the catalogue, whole: it never changes while a build runs. */
export const frameworkQuery = queryOptions({
  queryKey: ['framework'],
  queryFn: async ({ signal }) => {
    const { items } = await call<Page<Named>>('/api/records/frameworks', { signal });
    const id = items[0]?.id ?? '';
    return await call<Framework>(`/api/records/frameworks/${encodeURIComponent(id)}`, { signal });
  },
  staleTime: Number.POSITIVE_INFINITY,
});
