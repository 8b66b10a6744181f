import { useMutation } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { Notice } from '../ui/notice.tsx';
import { Card } from './card.tsx';
import { PasswordForm } from './password-form.tsx';

/** Where a link of a mail leads: its token stands behind the `#`, which no server and no log ever sees. */
export const Reset = ({ tenant }: { tenant: string }) => {
  const token = window.location.hash.slice(1);
  const choosing = useMutation({
    mutationFn: (next: string) =>
      call('/api/identity/reset/confirm', { method: 'POST', body: { token, next }, step: true }),
  });
  return (
    <Card
      tenant={tenant}
      title="Choose a new password"
      lead="All your sessions end. Sign in with the new password and your authenticator app."
    >
      {choosing.isSuccess ? (
        <Notice>
          Your password is changed.{' '}
          <a className="text-accent underline" href="/">
            Sign in
          </a>
        </Notice>
      ) : (
        <PasswordForm
          withCurrent={false}
          error={choosing.error}
          busy={choosing.isPending}
          submit={({ next }) => choosing.mutate(next)}
        />
      )}
    </Card>
  );
};
