import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../api/client.ts';
import type { Comment, TypeDescription } from '../api/types.ts';
import { useMe } from '../shell/use-me.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { momentText } from '../ui/format.ts';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { personName, type Wording } from './describe.ts';
import { commentsQuery, useWording } from './queries.ts';

type Of = { readonly type: TypeDescription; readonly id: string };

const Said = ({ comment, wording, of }: { comment: Comment; wording: Wording; of: Of }) => {
  const client = useQueryClient();
  const { person } = useMe();
  const withdraw = useMutation({
    mutationFn: () =>
      call(`/api/records/${of.type.plural}/${of.id}/comments/${comment.id}/withdraw`, {
        method: 'POST',
        body: {},
      }),
    onSettled: () => client.invalidateQueries(commentsQuery(of.type.plural, of.id)),
  });
  return (
    <li className="flex flex-col gap-1.5 border-b border-line py-4 last:border-0">
      <p className="text-13">
        <span className="font-medium">{personName(wording.people, comment.author)}</span>{' '}
        <time className="text-12 text-ink-3 tabular-nums" dateTime={comment.created}>
          {momentText(comment.created)}
        </time>
      </p>
      {comment.text === null ? (
        <p className="text-13 text-ink-3">Taken back.</p>
      ) : (
        <p className="text-14 break-words whitespace-pre-wrap">{comment.text}</p>
      )}
      {comment.mentions.length > 0 && (
        <p className="flex flex-wrap gap-1 text-12 text-ink-3">
          Told:{' '}
          {comment.mentions.map((id) => (
            <Badge key={id}>{personName(wording.people, id)}</Badge>
          ))}
        </p>
      )}
      <ProblemNotice error={withdraw.error} />
      {comment.text !== null && comment.author === person?.id && (
        <div>
          <Button look="quiet" busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
            Take back
          </Button>
        </div>
      )}
    </li>
  );
};

/** Says something, and whom a mail shall tell of it. */
const Composer = ({ of, wording }: { of: Of; wording: Wording }) => {
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [told, setTold] = useState<readonly string[]>([]);
  const send = useMutation({
    mutationFn: (text: string) =>
      call(`/api/records/${of.type.plural}/${of.id}/comments`, {
        method: 'POST',
        body: { text, mentions: told },
      }),
    onSuccess: async () => {
      form.current?.reset();
      setTold([]);
      await client.invalidateQueries(commentsQuery(of.type.plural, of.id));
    },
  });
  const others = wording.people.filter(({ id, state }) => state === 'active' && !told.includes(id));
  return (
    <form
      ref={form}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(String(new FormData(event.currentTarget).get('text')));
      }}
    >
      <ProblemNotice error={send.error} />
      <Field label="Comment" required>
        {(wiring) => (
          <textarea
            {...wiring}
            name="text"
            rows={3}
            maxLength={10_000}
            required
            className="field"
          />
        )}
      </Field>
      <Field label="Tell">
        {(wiring) => (
          <Select
            {...wiring}
            none="Nobody by mail"
            value=""
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => setTold([...told, event.target.value])}
          />
        )}
      </Field>
      {told.length > 0 && (
        <div className="flex flex-wrap items-center gap-1">
          {told.map((id) => (
            <Button
              key={id}
              look="quiet"
              onClick={() => setTold(told.filter((one) => one !== id))}
              aria-label={`Do not tell ${personName(wording.people, id)}`}
            >
              {personName(wording.people, id)} ×
            </Button>
          ))}
        </div>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={send.isPending}>
          Comment
        </Button>
      </div>
    </form>
  );
};

/** What people said to each other about a record. */
export const Comments = (of: Of) => {
  const wording = useWording();
  const comments = useQuery(commentsQuery(of.type.plural, of.id));
  const items = comments.data ?? [];
  if (comments.isPending) return <Loading />;
  return (
    <div className="flex flex-col gap-4 p-5">
      <ProblemNotice error={comments.error} />
      {items.length === 0 && <p className="text-13 text-ink-3">Nothing has been said yet.</p>}
      <ol>
        {items.map((comment) => (
          <Said key={comment.id} comment={comment} wording={wording} of={of} />
        ))}
      </ol>
      {of.type.actions.includes('edit') && <Composer of={of} wording={wording} />}
    </div>
  );
};
