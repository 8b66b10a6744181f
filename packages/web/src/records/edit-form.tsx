import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { call } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import type { RecordItem, TypeDescription } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import { changedBody, type FormValues, toForm } from './form-values.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { recordQuery, useWording } from './queries.ts';
import { RecordFormView } from './record-form.tsx';

type EditFormProps = { type: TypeDescription; record: RecordItem; done: () => void };

const isStale = (error: unknown): boolean => error instanceof Problem && error.facts.status === 412;

type StaleProps = { record: RecordItem; keep: () => void; reload: () => void };

const Stale = ({ record, keep, reload }: StaleProps) => (
  <Notice tone="warn" title="Somebody saved this record while you were typing" className="m-5 mb-0">
    <p>
      Nothing of yours was saved, and nothing of theirs is lost. Keep your typing and put it on top
      of {record.reference} as it is now, or drop it and start from what is there.
    </p>
    <div className="mt-2 flex flex-wrap gap-2">
      <Button look="primary" onClick={keep}>
        Keep my typing
      </Button>
      <Button onClick={reload}>Drop it and reload</Button>
    </div>
  </Notice>
);

/** Changes to a record, sent with the revision they are based on. */
export const EditForm = ({ type, record, done }: EditFormProps) => {
  const client = useQueryClient();
  const saved = useRef(false);
  const [base, setBase] = useState(record);
  const form = useForm<FormValues>({ defaultValues: toForm(type.fields, record) });
  const { isDirty } = form.formState;
  const save = useMutation({
    mutationFn: (values: FormValues) => {
      const body = changedBody(type.fields, toForm(type.fields, base), values);
      if (!Object.keys(body).length) return Promise.resolve(base);
      const path = `/api/records/${type.plural}/${base.id}`;
      return call<RecordItem>(path, { method: 'PATCH', body, rev: base.rev });
    },
    onSuccess: () => {
      saved.current = true;
      say(`${base.reference} saved`);
      void client.invalidateQueries({ queryKey: ['records', type.plural] });
      done();
    },
  });
  const takeOver = async (typing: 'keep' | 'drop') => {
    const now = await client.fetchQuery({ ...recordQuery(type.plural, base.id), staleTime: 0 });
    setBase(now);
    form.reset(toForm(type.fields, now), { keepDirtyValues: typing === 'keep' });
    save.reset();
  };
  const stale = isStale(save.error);
  return (
    <>
      <LeaveGuard dirty={() => isDirty && !saved.current} />
      {stale && (
        <Stale
          record={base}
          keep={() => void takeOver('keep')}
          reload={() => void takeOver('drop')}
        />
      )}
      <RecordFormView
        type={type}
        record={base}
        form={form}
        wording={useWording()}
        error={stale ? null : save.error}
        busy={save.isPending}
        submit={(values) => save.mutate(values)}
        cancel={done}
        submitLabel="Save changes"
      />
    </>
  );
};
