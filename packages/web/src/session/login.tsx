import { Problem } from '../api/problem.ts';
import { Button } from '../ui/button.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Card } from './card.tsx';
import type { Ending } from './ended.ts';
import { waitText } from './password-hints.ts';
import { useStep } from './use-step.ts';

const endings: Record<Ending, string> = {
  expired: 'Your session has ended. Sign in and you are back on the page you were on.',
  'signed-out': 'You have signed out.',
};

type LoginProps = {
  readonly tenant: string;
  readonly ending: Ending | null;
  readonly forgot: () => void;
};

export const Login = ({ tenant, ending, forgot }: LoginProps) => {
  const step = useStep<{ email: string; password: string }>('login');
  const wait = step.error instanceof Problem ? step.error.facts.retryAfterSeconds : null;
  const submit = (form: FormData) =>
    step.mutate({
      email: String(form.get('email')).trim(),
      password: String(form.get('password')),
    });
  return (
    <Card tenant={tenant} title="Sign in">
      {step.error ? (
        <ProblemNotice error={step.error} />
      ) : (
        ending && <Notice>{endings[ending]}</Notice>
      )}
      {wait !== null && <p className="text-13 text-ink-2">You can try again {waitText(wait)}.</p>}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button type="submit" look="primary" busy={step.isPending}>
          Continue
        </Button>
        <Button look="quiet" onClick={forgot}>
          Forgot your password?
        </Button>
      </form>
    </Card>
  );
};
