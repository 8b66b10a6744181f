import { useMutation } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { say } from '../ui/toast.tsx';
import type { Person } from './types.ts';

type ResetDialogProps = { person: Person; open: boolean; close: () => void };

/** Sends a person a new password for one sign-in; nobody else learns it. */
export const ResetDialog = ({ person, open, close }: ResetDialogProps) => {
  const send = useMutation({
    mutationFn: (reason: string) =>
      call(`/api/identity/people/${person.id}/reset-password`, {
        method: 'POST',
        body: { reason },
        rev: person.rev,
      }),
    onSuccess: () => {
      close();
      say(`A new password is on its way to ${person.name}`);
    },
  });
  const words = {
    title: `Reset the password of ${person.name}?`,
    lead: 'Their sessions end, and a password for one sign-in goes to their address. Their authenticator app stays.',
    button: 'Reset password',
    look: 'danger',
  } as const;
  return <ReasonDialog {...words} open={open} close={close} send={send} />;
};
