import { useQuery } from '@tanstack/react-query';
import { sessionQuery, typesQuery } from '../api/queries.ts';
import type { Action } from '../api/types.ts';
import { may } from './nav.ts';

/** The signed-in person and what the server said they may do. It decides again on every request. */
export const useMe = () => {
  const { data } = useQuery(sessionQuery);
  return {
    person: data?.person,
    tenant: data?.tenant,
    rights: data?.rights,
    may: (page: string, action?: Action) => may(data?.rights, page, action),
  };
};

export const useTypes = () => {
  const { may: allowed } = useMe();
  const query = useQuery({ ...typesQuery, enabled: allowed('registers') });
  return { ...query, types: query.data ?? [] };
};
