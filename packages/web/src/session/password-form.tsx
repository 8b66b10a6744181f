import { Check, Circle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { passwordHints } from './password-hints.ts';

type Passwords = { current: string; next: string };
type PasswordFormProps = {
  /** Whether the present password is asked for too; a link from a mail stands for it. */
  readonly withCurrent?: boolean;
  readonly error: unknown;
  readonly busy: boolean;
  readonly submit: (passwords: Passwords) => void;
};

const Hints = ({ password }: { password: string }) => (
  <ul className="flex flex-col gap-1 text-12 text-ink-2">
    {passwordHints(password).map(({ text, met }) => (
      <li key={text} className="flex items-start gap-1.5">
        {met ? (
          <Check aria-hidden className="mt-0.5 size-3 shrink-0 text-ok" />
        ) : (
          <Circle aria-hidden className="mt-0.5 size-3 shrink-0 text-ink-3" />
        )}
        <span>
          {text}
          <span className="sr-only">{met ? ' (met)' : ' (not yet)'}</span>
        </span>
      </li>
    ))}
    <li className="flex items-start gap-1.5">
      <Circle aria-hidden className="mt-0.5 size-3 shrink-0 text-ink-3" />
      Not a password others commonly use
    </li>
  </ul>
);

/** Current and new password with the rules in sight. */
export const PasswordForm = ({ withCurrent = true, error, busy, submit }: PasswordFormProps) => {
  const [next, setNext] = useState('');
  const [shown, setShown] = useState(false);
  const kind = shown ? 'text' : 'password';
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        submit({ current: String(form.get('current') ?? ''), next });
      }}
    >
      <ProblemNotice error={error} />
      {withCurrent && (
        <TextField
          label="Current password"
          name="current"
          type={kind}
          autoComplete="current-password"
          required
        />
      )}
      <TextField
        label="New password"
        name="next"
        type={kind}
        autoComplete="new-password"
        required
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      <Hints password={next} />
      <label className="flex items-center gap-2 text-13 text-ink-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
        />
        Show passwords
      </label>
      <Button type="submit" look="primary" busy={busy}>
        Set new password
      </Button>
    </form>
  );
};
