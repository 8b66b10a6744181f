import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { Panel } from '../ui/panel.tsx';
import { say } from '../ui/toast.tsx';
import { OncePassword } from './once-password.tsx';
import { PersonForm, type PersonValues } from './person-form.tsx';
import { useClosePerson } from './use-close-person.ts';

type Created = { readonly id: string; readonly oneTimePassword?: string };

const bodyOf = ({ departmentId, managerId, ...rest }: PersonValues) => ({
  ...rest,
  ...(departmentId && { departmentId }),
  ...(managerId && { managerId }),
});

export const NewPerson = () => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const close = useClosePerson();
  const [shown, setShown] = useState<{ created: Created; name: string } | null>(null);
  const open = (id: string) =>
    void navigate({ to: '/people/$id', params: { id }, search: (now) => now });
  const create = useMutation({
    mutationFn: (values: PersonValues) =>
      call<Created>('/api/identity/people', { method: 'POST', body: bodyOf(values) }),
    onSuccess: async (created, { name }) => {
      say(`${name} created`);
      void client.invalidateQueries({ queryKey: ['people-names'] });
      await client.invalidateQueries({ queryKey: ['people'] });
      if (created.oneTimePassword) setShown({ created, name });
      else open(created.id);
    },
  });
  return (
    <Panel page="People" eyebrow="People" title="New person" close={close}>
      <PersonForm
        person={null}
        error={create.error}
        busy={create.isPending}
        submit={(values) => create.mutate(values)}
        cancel={close}
        submitLabel="Create person"
      />
      {shown && (
        <OncePassword
          name={shown.name}
          password={shown.created.oneTimePassword ?? ''}
          close={() => open(shown.created.id)}
        />
      )}
    </Panel>
  );
};
