import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../api/client.ts';
import { peopleNamesQuery } from '../api/queries.ts';
import type { RecordPage } from '../api/types.ts';
import { useMe, useTypes } from '../shell/use-me.ts';
import type { ResourceNames, TrailEntry } from './types.ts';

const states = ['active', 'deactivated'] as const;

/** The records changed last: those that the newest entries are about. */
const lastChanged = (plural: string, state: string) => ({
  queryKey: ['records', plural, 'last-changed', state],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call<RecordPage>(`/api/records/${plural}?state=${state}&sort=-updatedAt&limit=200`, { signal }),
});

/** References and names for the ids that these entries speak of. */
export const useResourceNames = (entries: readonly TrailEntry[]): ResourceNames => {
  const { types } = useTypes();
  const { may } = useMe();
  const people = useQuery({ ...peopleNamesQuery, enabled: may('registers') }).data;
  const spoken = new Set(entries.map((e) => e.resource?.type));
  const wanted = types.filter((t) => spoken.has(t.name));
  const items = useQueries({
    queries: wanted.flatMap(({ plural }) => states.map((state) => lastChanged(plural, state))),
    combine: (found) => found.flatMap((f) => f.data?.items ?? []),
  });
  return useMemo(
    () =>
      new Map([
        ...items.map(({ id, reference }) => [id, { id, name: reference }] as const),
        ...(people ?? []).map(({ id, name }) => [id, { id, name }] as const),
      ]),
    [items, people],
  );
};
