import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useQuery,
} from '@tanstack/react-query';
import { call, query } from '../api/client.ts';
import { peopleNamesQuery } from '../api/queries.ts';
import type { Named, Page, PersonName } from '../api/types.ts';
import type { Person, Profile } from './types.ts';

const path = '/api/identity/people';

export const peopleQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', search],
    queryFn: ({ pageParam, signal }) =>
      call<Page<Person>>(`${path}${query({ search, after: pageParam ?? '' })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'one', id],
    queryFn: ({ signal }) => call<Person>(`${path}/${encodeURIComponent(id)}`, { signal }),
  });

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async ({ signal }) =>
    (await call<Page<Named>>('/api/identity/departments', { signal })).items,
});

export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: async ({ signal }) =>
    (await call<Page<Profile>>('/api/identity/profiles', { signal })).items,
  staleTime: 300_000,
});

type Names = {
  readonly people: readonly PersonName[];
  readonly departments: readonly Named[];
  readonly profiles: readonly Profile[];
};

/** The names behind the ids of a person; empty until they have arrived. */
export const usePeopleWording = (): Names => ({
  people: useQuery(peopleNamesQuery).data ?? [],
  departments: useQuery(departmentsQuery).data ?? [],
  profiles: useQuery(profilesQuery).data ?? [],
});
