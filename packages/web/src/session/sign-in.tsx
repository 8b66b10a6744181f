import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Session } from '../api/types.ts';
import { Loading } from '../ui/loading.tsx';
import { type Ending, endingKey } from './ended.ts';
import { Login } from './login.tsx';
import { NewPassword } from './new-password.tsx';
import { SecondFactor } from './second-factor.tsx';

const Enrolment = lazy(async () => ({ default: (await import('./enrolment.tsx')).Enrolment }));

/** One state of the session, one step on screen. */
export const SignIn = ({ session }: { session: Session }) => {
  const client = useQueryClient();
  const ending = useQuery<Ending | null>({
    queryKey: endingKey,
    queryFn: () => client.getQueryData<Ending>(endingKey) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const tenant = session.tenant.name;
  switch (session.state) {
    case 'second-factor':
      return <SecondFactor tenant={tenant} />;
    case 'password-change':
      return <NewPassword tenant={tenant} />;
    case 'enrolment':
      return (
        <Suspense fallback={<Loading />}>
          <Enrolment tenant={tenant} />
        </Suspense>
      );
    default:
      return <Login tenant={tenant} ending={ending.data ?? null} />;
  }
};
