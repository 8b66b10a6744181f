import { Card } from './card.tsx';
import { PasswordForm } from './password-form.tsx';
import { useStep } from './use-step.ts';

export const NewPassword = ({ tenant }: { tenant: string }) => {
  const step = useStep<{ current: string; next: string }>('password');
  return (
    <Card
      tenant={tenant}
      title="Choose your own password"
      lead="The one you were given works only once. Nobody else will know the new one."
    >
      <PasswordForm error={step.error} busy={step.isPending} submit={step.mutate} />
    </Card>
  );
};
