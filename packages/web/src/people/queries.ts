import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, query } from '../api/client.ts';
import type { Page, Rights } from '../api/types.ts';
import type { NamedRef, Person } from './types.ts';

export const peopleQuery = (search: string) =>
  queryOptions({
    queryKey: ['people', 'list', search],
    queryFn: async ({ signal }) =>
      (await call<Page<Person>>(`/api/identity/people${query({ search })}`, { signal })).items,
    placeholderData: keepPreviousData,
  });

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async ({ signal }) =>
    (await call<Page<NamedRef>>('/api/identity/departments', { signal })).items,
});

export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: async ({ signal }) =>
    (await call<Page<{ name: string; rights: Rights }>>('/api/identity/profiles', { signal }))
      .items,
  staleTime: 300_000,
});
