import { queryOptions } from '@tanstack/react-query';
import { call, readSession } from './client.ts';
import type { HeatmapCounts, Method, Page, PersonName, TypeDescription } from './types.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
});

export const typesQuery = queryOptions({
  queryKey: ['types'],
  queryFn: async ({ signal }) =>
    (await call<{ types: readonly TypeDescription[] }>('/api/records/types', { signal })).types,
  staleTime: 300_000,
});

export const methodQuery = queryOptions({
  queryKey: ['method'],
  queryFn: ({ signal }) => call<Method>('/api/records/method', { signal }),
  staleTime: 300_000,
});

export const peopleNamesQuery = queryOptions({
  queryKey: ['people-names'],
  queryFn: async ({ signal }) =>
    (await call<Page<PersonName>>('/api/records/people', { signal })).items,
  staleTime: 60_000,
});

export const heatmapQuery = (plural: string) =>
  queryOptions({
    queryKey: ['records', plural, 'heatmap'],
    queryFn: ({ signal }) => call<HeatmapCounts>(`/api/records/${plural}/heatmap`, { signal }),
  });
