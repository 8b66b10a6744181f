import { Button } from './button.tsx';
import { Modal } from './dialog.tsx';
import { Field } from './field.tsx';
import { ProblemNotice } from './notice.tsx';

type ReasonDialogProps = {
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  readonly look: 'danger' | 'primary';
  readonly open: boolean;
  readonly close: () => void;
  readonly send: {
    readonly mutate: (reason: string) => void;
    readonly error: unknown;
    readonly isPending: boolean;
  };
};

/** Asks for the reason that the trail keeps, then does it. */
export const ReasonDialog = (props: ReasonDialogProps) => {
  const { title, lead, button, look, open, close, send } = props;
  return (
    <Modal open={open} close={close} title={title} lead={lead}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(String(new FormData(event.currentTarget).get('reason')));
        }}
      >
        <ProblemNotice error={send.error} />
        <Field label="Reason" required>
          {(wiring) => (
            <textarea
              {...wiring}
              name="reason"
              rows={3}
              maxLength={500}
              required
              className="field"
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" look={look} busy={send.isPending}>
            {button}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
