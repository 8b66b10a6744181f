import { Button } from '../ui/button.tsx';
import { Card } from './card.tsx';
import { CodeForm } from './code-form.tsx';
import { useStep } from './use-step.ts';

export const SecondFactor = ({ tenant }: { tenant: string }) => {
  const step = useStep<{ code: string }>('second-factor');
  const leave = useStep<object>('logout');
  return (
    <Card
      tenant={tenant}
      title="Second factor"
      lead="Open your authenticator app and type the code it shows for this organisation."
    >
      <CodeForm
        error={step.error}
        busy={step.isPending}
        submitLabel="Sign in"
        submit={step.mutate}
      />
      <Button look="quiet" onClick={() => leave.mutate({})}>
        Sign in as somebody else
      </Button>
    </Card>
  );
};
