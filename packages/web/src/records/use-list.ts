import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type ListState, readList, writeList } from './list-state.ts';

/** The list's state in the address, and how to change it without filling up the history. */
export const useList = () => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = useMemo(() => readList(search), [search]);
  const change = useCallback(
    (part: Partial<ListState>) =>
      void navigate({
        to: '.',
        search: (now) => writeList({ ...readList(now), ...part }),
        replace: true,
      }),
    [navigate],
  );
  return { state, change };
};
