import { infiniteQueryOptions, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call, query } from '../api/client.ts';
import { methodQuery, peopleNamesQuery } from '../api/queries.ts';
import type { Comment, LinkedFrom, Page, RecordItem, RecordPage, Revision } from '../api/types.ts';
import type { Wording } from './describe.ts';
import { type ListState, listRequest } from './list-state.ts';

export const recordsQuery = (plural: string, state: ListState) =>
  infiniteQueryOptions({
    queryKey: ['records', plural, 'list', state],
    queryFn: ({ pageParam, signal }) =>
      call<RecordPage>(`/api/records/${plural}${query(listRequest(state, pageParam))}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const recordQuery = (plural: string, id: string) =>
  queryOptions({
    queryKey: ['records', plural, 'one', id],
    queryFn: ({ signal }) =>
      call<RecordItem>(`/api/records/${plural}/${encodeURIComponent(id)}`, { signal }),
  });

export const historyQuery = (plural: string, id: string) =>
  queryOptions({
    queryKey: ['records', plural, 'history', id],
    queryFn: async ({ signal }) =>
      (
        await call<Page<Revision>>(`/api/records/${plural}/${encodeURIComponent(id)}/history`, {
          signal,
        })
      ).items,
  });

export const commentsQuery = (plural: string, id: string) =>
  queryOptions({
    queryKey: ['records', plural, 'comments', id],
    queryFn: async ({ signal }) =>
      (
        await call<Page<Comment>>(`/api/records/${plural}/${encodeURIComponent(id)}/comments`, {
          signal,
        })
      ).items,
  });

export const linkedFromQuery = (plural: string, id: string) =>
  queryOptions({
    queryKey: ['records', 'links', plural, id],
    queryFn: async ({ signal }) =>
      (
        await call<Page<LinkedFrom>>(`/api/records/${plural}/${encodeURIComponent(id)}/links`, {
          signal,
        })
      ).items,
  });

const nobody: Wording['people'] = [];

/** The names and scales values are worded with; empty until they have arrived. */
export const useWording = (): Wording => {
  const method = useQuery(methodQuery).data;
  const people = useQuery(peopleNamesQuery).data ?? nobody;
  return useMemo(() => ({ method, people }), [method, people]);
};

export type Linked = { readonly id: string; readonly reference: string; readonly title: string };

/** A linked record as the service gives it: its id, or already its reference and title. */
export const linkOf = (value: unknown): Linked | null => {
  if (typeof value === 'string') return { id: value, reference: '', title: '' };
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  const { id, reference, title } = value as Partial<Linked> & { id: unknown };
  return { id: String(id), reference: reference ?? '', title: title ?? '' };
};

/** Fills in reference and title of links that came as bare ids. */
export const useLinked = (plural: string | undefined, value: unknown): readonly Linked[] => {
  const links = (Array.isArray(value) ? value : []).flatMap((v) => linkOf(v) ?? []);
  const found = useQueries({
    queries: links.map((link) => ({
      ...recordQuery(plural ?? '', link.id),
      enabled: plural !== undefined && link.reference === '',
      staleTime: 60_000,
    })),
  });
  return links.map((link, i) => {
    const record = found[i]?.data;
    return record
      ? { id: link.id, reference: record.reference, title: String(record.title ?? '') }
      : link;
  });
};
