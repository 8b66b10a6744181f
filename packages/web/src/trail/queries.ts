import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { call, query } from '../api/client.ts';
import { type TrailFilters, trailRequest } from './trail-state.ts';
import type { TrailPage } from './types.ts';

export const trailQuery = (filters: TrailFilters) =>
  infiniteQueryOptions({
    queryKey: ['trail', filters],
    queryFn: ({ pageParam, signal }) =>
      call<TrailPage>(
        `/api/audit/entries${query({ ...trailRequest(filters), limit: 50, after: pageParam ?? '' })}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
