import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, readSession } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';

/** Sends one step of signing in, then reads the session again: the step rotated cookie and token. */
export const useStep = <Body>(path: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Body) => {
      await call(`/api/identity/${path}`, { method: 'POST', body, step: true });
      client.setQueryData(sessionQuery.queryKey, await readSession());
    },
    // A refused step may have ended the session behind it; show the step that is really next.
    onError: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
};
