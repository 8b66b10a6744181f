import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { say } from '../ui/toast.tsx';
import { useHeld } from '../ui/use-held.ts';
import type { Person } from './types.ts';

type AccessDialogProps = { person: Person; open: boolean; close: () => void };

const wordsFor = ({ name, state }: Person) =>
  state === 'active'
    ? ({
        verb: 'deactivate',
        title: `Deactivate ${name}?`,
        lead: 'Their sessions end at once and they can no longer sign in. Records and audit entries keep their name.',
        button: 'Deactivate',
        look: 'danger',
        said: `${name} deactivated`,
      } as const)
    : ({
        verb: 'reactivate',
        title: `Reactivate ${name}?`,
        lead: 'They can sign in again with the password and the second factor they had.',
        button: 'Reactivate',
        look: 'primary',
        said: `${name} can sign in again`,
      } as const);

/** Ends an account with its sessions, or opens it again; what the person did stays theirs. */
export const AccessDialog = ({ person, open, close }: AccessDialogProps) => {
  const client = useQueryClient();
  const words = wordsFor(useHeld(person, open));
  const send = useMutation({
    mutationFn: (reason: string) =>
      call(`/api/identity/people/${person.id}/${words.verb}`, {
        method: 'POST',
        body: { reason },
        rev: person.rev,
      }),
    onSuccess: async () => {
      close();
      say(words.said);
      void client.invalidateQueries({ queryKey: ['people-names'] });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return <ReasonDialog {...words} open={open} close={close} send={send} />;
};
