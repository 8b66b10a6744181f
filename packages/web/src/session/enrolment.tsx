import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { CopyButton } from '../ui/copy.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Card } from './card.tsx';
import { CodeForm } from './code-form.tsx';
import { inGroups } from './password-hints.ts';
import { Qr } from './qr.tsx';
import { useStep } from './use-step.ts';

const Secret = ({ secret }: { secret: string }) => (
  <div className="flex flex-col gap-2">
    <p className="text-13 text-ink-2">No camera at hand? Type this secret into the app instead:</p>
    <code className="rounded-control bg-bg px-3 py-2 font-mono text-13 leading-6 break-words">
      {inGroups(secret)}
    </code>
    <div>
      <CopyButton text={secret} label="Copy secret" />
    </div>
  </div>
);

export const Enrolment = ({ tenant }: { tenant: string }) => {
  const step = useStep<{ code: string }>('enrolment');
  const offer = useQuery({
    queryKey: ['enrolment'],
    queryFn: () => call<{ secret: string; uri: string }>('/api/identity/enrolment', { step: true }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Card
      tenant={tenant}
      title="Set up the second factor"
      lead="Scan the picture with an authenticator app, then type the code it shows. From now on signing in asks for such a code."
    >
      <ProblemNotice error={offer.error} />
      {offer.data ? (
        <>
          <div className="flex justify-center">
            <Qr text={offer.data.uri} label="QR code with the secret for your authenticator app" />
          </div>
          <Secret secret={offer.data.secret} />
          <CodeForm
            error={step.error}
            busy={step.isPending}
            submitLabel="Confirm and sign in"
            submit={step.mutate}
          />
        </>
      ) : (
        !offer.error && <Loading lines={4} />
      )}
    </Card>
  );
};
