import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../api/client.ts';
import { Panel } from '../ui/panel.tsx';
import { say } from '../ui/toast.tsx';
import { PersonForm, type PersonValues } from './person-form.tsx';
import type { Person } from './types.ts';
import { useClosePerson } from './use-close-person.ts';

const bodyOf = ({ departmentId, managerId, ...rest }: PersonValues) => ({
  ...rest,
  ...(departmentId && { departmentId }),
  ...(managerId && { managerId }),
});

export const NewPerson = () => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const close = useClosePerson();
  const create = useMutation({
    mutationFn: (values: PersonValues) =>
      call<Person>('/api/identity/people', { method: 'POST', body: bodyOf(values) }),
    onSuccess: async ({ id, name, email }) => {
      say(`${name} created`, `The password for the first sign-in is on its way to ${email}.`);
      void client.invalidateQueries({ queryKey: ['people-names'] });
      await client.invalidateQueries({ queryKey: ['people'] });
      await navigate({ to: '/people/$id', params: { id }, search: (now) => now });
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
    </Panel>
  );
};
