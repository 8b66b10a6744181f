import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Session } from '../api/types.ts';
import { Loading } from '../ui/loading.tsx';
import { type Ending, endingKey } from './ended.ts';
import { Login } from './login.tsx';
import { NewPassword } from './new-password.tsx';
import { SecondFactor } from './second-factor.tsx';

const Forgotten = lazy(async () => ({ default: (await import('./forgotten.tsx')).Forgotten }));
const Reset = lazy(async () => ({ default: (await import('./reset.tsx')).Reset }));
const Enrolment = lazy(async () => ({ default: (await import('./enrolment.tsx')).Enrolment }));

/** One state of the session, one step on screen. */
export const SignIn = ({ session }: { session: Session }) => {
  const client = useQueryClient();
  const ending = useQuery<Ending | null>({
    queryKey: endingKey,
    queryFn: () => client.getQueryData<Ending>(endingKey) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [hasForgotten, setForgotten] = useState(false);
  const tenant = session.tenant.name;
  const back = () => setForgotten(false);
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
      if (window.location.pathname === '/reset')
        return (
          <Suspense fallback={<Loading />}>
            <Reset tenant={tenant} />
          </Suspense>
        );
      if (hasForgotten)
        return (
          <Suspense fallback={<Loading />}>
            <Forgotten tenant={tenant} back={back} />
          </Suspense>
        );
      return (
        <Login tenant={tenant} ending={ending.data ?? null} forgot={() => setForgotten(true)} />
      );
  }
};
