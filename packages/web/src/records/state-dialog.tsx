import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { RecordItem, TypeDescription } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';

type StateDialogProps = {
  readonly type: TypeDescription;
  readonly record: RecordItem;
  readonly open: boolean;
  readonly close: () => void;
};

const wordsFor = (record: RecordItem) =>
  record.state === 'active'
    ? {
        verb: 'deactivate',
        title: `Deactivate ${record.reference}?`,
        lead: 'It leaves the lists and the heat map but stays findable with its whole history. You can reactivate it later.',
        button: 'Deactivate',
        said: `${record.reference} deactivated`,
      }
    : {
        verb: 'reactivate',
        title: `Reactivate ${record.reference}?`,
        lead: 'It comes back into the lists as it was.',
        button: 'Reactivate',
        said: `${record.reference} is active again`,
      };

/** Takes a record out of use, or back into it, with the reason that the trail keeps. */
export const StateDialog = ({ type, record, open, close }: StateDialogProps) => {
  const client = useQueryClient();
  const words = wordsFor(record);
  const send = useMutation({
    mutationFn: (reason: string) =>
      call(`/api/records/${type.plural}/${record.id}/${words.verb}`, {
        method: 'POST',
        body: { reason },
        rev: record.rev,
      }),
    onSuccess: async () => {
      close();
      say(words.said);
      await client.invalidateQueries({ queryKey: ['records', type.plural] });
    },
  });
  return (
    <Modal open={open} close={close} title={words.title} lead={words.lead}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(String(new FormData(event.currentTarget).get('reason')));
        }}
      >
        <ProblemNotice error={send.error} />
        <Field label="Reason" required>
          {(wiring) => <textarea {...wiring} name="reason" rows={3} required className="field" />}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button
            type="submit"
            look={record.state === 'active' ? 'danger' : 'primary'}
            busy={send.isPending}
          >
            {words.button}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
