import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries.ts';
import type { Session } from '../api/types.ts';

/** Why the sign-in page is on screen although somebody was at work. */
export type Ending = 'expired' | 'signed-out';

export const endingKey = ['session-ending'] as const;

/** Leaves nothing of the signed-in person in memory and asks for a new sign-in on the same page. */
export const endSession = (client: QueryClient, ending: Ending = 'expired'): void => {
  const before = client.getQueryData<Session>(sessionQuery.queryKey);
  if (before?.state !== 'signed-in') return;
  const { person: _person, rights: _rights, ...rest } = before;
  const others = {
    predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== 'session',
  };
  client.setQueryData<Session>(sessionQuery.queryKey, { ...rest, state: 'anonymous' });
  client.removeQueries(others);
  client.setQueryData(endingKey, ending);
  void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
};
