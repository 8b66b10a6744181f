import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Pencil, UserX } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { useMe } from '../shell/use-me.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { say } from '../ui/toast.tsx';
import { DeactivatePerson } from './deactivate-person.tsx';
import { PersonFacts } from './person-facts.tsx';
import { PersonForm, type PersonValues } from './person-form.tsx';
import { peopleQuery } from './queries.ts';
import type { Person } from './types.ts';
import { useClosePerson } from './use-close-person.ts';

const useSave = (person: Person, done: () => void) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ departmentId, managerId, ...rest }: PersonValues) =>
      call(`/api/identity/people/${person.id}`, {
        method: 'PATCH',
        rev: person.rev,
        body: { ...rest, departmentId: departmentId || null, managerId: managerId || null },
      }),
    onSuccess: async () => {
      say(`${person.name} saved`);
      void client.invalidateQueries({ queryKey: ['people-names'] });
      await client.invalidateQueries({ queryKey: ['people'] });
      done();
    },
  });
};

type ActionsProps = { person: Person; edit: () => void; deactivate: () => void };

const Actions = ({ person, edit, deactivate }: ActionsProps) => {
  const { may, person: me } = useMe();
  if (person.state !== 'active') return null;
  return (
    <>
      {may('people', 'edit') && (
        <Button onClick={edit}>
          <Pencil aria-hidden className="size-4" />
          Edit
        </Button>
      )}
      {may('people', 'delete') && person.id !== me?.id && (
        <IconButton label="Deactivate" onClick={deactivate}>
          <UserX aria-hidden className="size-4" />
        </IconButton>
      )}
    </>
  );
};

const Open = ({ person, people }: { person: Person; people: readonly Person[] }) => {
  const close = useClosePerson();
  const [editing, setEditing] = useState<Person | null>(null);
  const [asking, setAsking] = useState(false);
  const save = useSave(editing ?? person, () => setEditing(null));
  const actions = !editing && (
    <Actions person={person} edit={() => setEditing(person)} deactivate={() => setAsking(true)} />
  );
  return (
    <Panel page="People" eyebrow={person.email} title={person.name} actions={actions} close={close}>
      {editing ? (
        <PersonForm
          person={editing}
          error={save.error}
          busy={save.isPending}
          submit={(values) => save.mutate(values)}
          cancel={() => setEditing(null)}
          submitLabel="Save changes"
        />
      ) : (
        <PersonFacts person={person} people={people} />
      )}
      <DeactivatePerson person={person} open={asking} close={() => setAsking(false)} />
    </Panel>
  );
};

/** One person beside the list. */
export const PersonPanel = () => {
  const { id } = useParams({ strict: false });
  const close = useClosePerson();
  const people = useQuery(peopleQuery(''));
  const person = people.data?.find((p) => p.id === id);
  if (person) return <Open key={person.id} person={person} people={people.data ?? []} />;
  return (
    <Panel page="People" eyebrow="People" title="Person" close={close}>
      {people.isPending ? (
        <Loading />
      ) : (
        <Notice tone="warn" className="m-5" title="There is no such person">
          The link may be mistyped.
        </Notice>
      )}
    </Panel>
  );
};
