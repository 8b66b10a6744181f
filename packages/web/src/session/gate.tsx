import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';

const SignIn = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignIn }));

/** Shows the pages to a signed-in person and the next step of signing in to anybody else. The address stays. */
export const Gate = ({ children }: { children: ReactNode }) => {
  const session = useQuery(sessionQuery);
  if (session.data?.state === 'signed-in') return children;
  if (session.data)
    return (
      <Suspense>
        <SignIn session={session.data} />
      </Suspense>
    );
  if (!session.error) return null;
  return (
    <main className="mx-auto flex max-w-md flex-col gap-4 p-6 pt-16">
      <h1 className="text-20">Bulwark is not answering</h1>
      <ProblemNotice error={session.error} />
      <Button look="primary" busy={session.isFetching} onClick={() => void session.refetch()}>
        Try again
      </Button>
    </main>
  );
};
