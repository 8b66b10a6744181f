import { Button } from '../ui/button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';

type CodeFormProps = {
  readonly error: unknown;
  readonly busy: boolean;
  readonly submitLabel: string;
  readonly submit: (step: { code: string }) => void;
};

/** Six digits from an authenticator; paste and password managers welcome. */
export const CodeForm = ({ error, busy, submitLabel, submit }: CodeFormProps) => (
  <form
    className="flex flex-col gap-4"
    onSubmit={(event) => {
      event.preventDefault();
      const code = String(new FormData(event.currentTarget).get('code')).replaceAll(/\s/g, '');
      submit({ code });
    }}
  >
    <ProblemNotice error={error} />
    <TextField
      label="Six-digit code"
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="\s*(\d\s*){6}"
      title="Six digits"
      required
      className="font-mono text-16 tracking-[0.2em] tabular-nums"
    />
    <Button type="submit" look="primary" busy={busy}>
      {submitLabel}
    </Button>
  </form>
);
