import { useMutation } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Card } from './card.tsx';

/** Asks for a mail with a link. The answer never says whether somebody has the address. */
export const Forgotten = ({ tenant, back }: { tenant: string; back: () => void }) => {
  const asking = useMutation({
    mutationFn: (email: string) =>
      call('/api/identity/reset', { method: 'POST', body: { email }, step: true }),
  });
  return (
    <Card
      tenant={tenant}
      title="Forgot your password?"
      lead="We send a link to your address. It works once and for an hour; your authenticator app stays as it is."
    >
      <ProblemNotice error={asking.error} />
      {asking.isSuccess && (
        <Notice>If somebody here has this address, a mail is on its way to it.</Notice>
      )}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          asking.mutate(String(new FormData(event.currentTarget).get('email')).trim());
        }}
      >
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <Button type="submit" look="primary" busy={asking.isPending}>
          Send the link
        </Button>
        <Button look="quiet" onClick={back}>
          Back to sign-in
        </Button>
      </form>
    </Card>
  );
};
