import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { Person } from './types.ts';

type DeactivatePersonProps = { person: Person; open: boolean; close: () => void };

/** Ends an account with its sessions; what the person did stays theirs. */
export const DeactivatePerson = ({ person, open, close }: DeactivatePersonProps) => {
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (reason: string) =>
      call(`/api/identity/people/${person.id}/deactivate`, {
        method: 'POST',
        body: { reason },
        rev: person.rev,
      }),
    onSuccess: async () => {
      close();
      say(`${person.name} deactivated`);
      void client.invalidateQueries({ queryKey: ['people-names'] });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <Modal
      open={open}
      close={close}
      title={`Deactivate ${person.name}?`}
      lead="Their sessions end at once and they can no longer sign in. Records and audit entries keep their name."
    >
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
          <Button type="submit" look="danger" busy={send.isPending}>
            Deactivate
          </Button>
        </div>
      </form>
    </Modal>
  );
};
