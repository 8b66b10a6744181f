import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useForm } from 'react-hook-form';
import { call } from '../api/client.ts';
import type { RecordItem, TypeDescription } from '../api/types.ts';
import { say } from '../ui/toast.tsx';
import { type FormValues, newBody, toForm } from './form-values.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { useWording } from './queries.ts';
import { RecordFormView } from './record-form.tsx';

const useCreate = (type: TypeDescription, created: () => void) => {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (values: FormValues) =>
      call<RecordItem>(`/api/records/${type.plural}`, {
        method: 'POST',
        body: newBody(type.fields, values),
      }),
    onSuccess: async ({ id, reference }) => {
      created();
      say(`${reference} created`);
      void client.invalidateQueries({ queryKey: ['records', type.plural] });
      await navigate({
        to: '/registers/$plural/$id',
        params: { plural: type.plural, id },
        search: (now) => now,
      });
    },
  });
};

type NewFormProps = { readonly type: TypeDescription; readonly close: () => void };

/** The form of a record that is not there yet. */
export const NewForm = ({ type, close }: NewFormProps) => {
  const saved = useRef(false);
  const form = useForm<FormValues>({ defaultValues: toForm(type.fields, null) });
  const { isDirty } = form.formState;
  const create = useCreate(type, () => {
    saved.current = true;
  });
  return (
    <>
      <LeaveGuard dirty={() => isDirty && !saved.current} />
      <RecordFormView
        type={type}
        record={null}
        form={form}
        wording={useWording()}
        error={create.error}
        busy={create.isPending}
        submit={(values) => create.mutate(values)}
        cancel={close}
        submitLabel={`Create ${type.title.toLowerCase()}`}
      />
    </>
  );
};
