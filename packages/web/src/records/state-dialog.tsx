import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { RecordItem, TypeDescription } from '../api/types.ts';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { say } from '../ui/toast.tsx';
import { useHeld } from '../ui/use-held.ts';

type StateDialogProps = {
  readonly type: TypeDescription;
  readonly record: RecordItem;
  readonly open: boolean;
  readonly close: () => void;
};

const wordsFor = ({ reference, state }: RecordItem) =>
  state === 'active'
    ? ({
        verb: 'deactivate',
        title: `Deactivate ${reference}?`,
        lead: 'It leaves the lists and the heat map but stays findable with its whole history. You can reactivate it later.',
        button: 'Deactivate',
        look: 'danger',
        said: `${reference} deactivated`,
      } as const)
    : ({
        verb: 'reactivate',
        title: `Reactivate ${reference}?`,
        lead: 'It comes back into the lists as it was.',
        button: 'Reactivate',
        look: 'primary',
        said: `${reference} is active again`,
      } as const);

/** Takes a record out of use, or back into it, with the reason that the trail keeps. */
export const StateDialog = ({ type, record, open, close }: StateDialogProps) => {
  const client = useQueryClient();
  const words = wordsFor(useHeld(record, open));
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
  return <ReasonDialog {...words} open={open} close={close} send={send} />;
};
