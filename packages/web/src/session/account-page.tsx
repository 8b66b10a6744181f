import { Page } from '../shell/page.tsx';
import { useMe } from '../shell/use-me.ts';
import { say } from '../ui/toast.tsx';
import { PasswordForm } from './password-form.tsx';
import { useStep } from './use-step.ts';

/** The signed-in person's own password. */
export const AccountPage = () => {
  const { person } = useMe();
  const step = useStep<{ current: string; next: string }>('password');
  return (
    <Page eyebrow={person?.email ?? ''} title="Change password">
      <div className="max-w-100 rounded-card border border-line bg-surface p-5">
        <PasswordForm
          error={step.error}
          busy={step.isPending}
          submit={(body) => step.mutate(body, { onSuccess: () => say('Password changed') })}
        />
      </div>
    </Page>
  );
};
