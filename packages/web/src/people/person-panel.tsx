import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { KeyRound, Pencil, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { useMe } from '../shell/use-me.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { say } from '../ui/toast.tsx';
import { AccessDialog } from './access-dialog.tsx';
import { PersonFacts } from './person-facts.tsx';
import { PersonForm, type PersonValues } from './person-form.tsx';
import { personQuery } from './queries.ts';
import { ResetDialog } from './reset-dialog.tsx';
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

type ActionsProps = {
  person: Person;
  edit: () => void;
  resetPassword: () => void;
  changeAccess: () => void;
};

const Actions = ({ person, edit, resetPassword, changeAccess }: ActionsProps) => {
  const { may, person: me } = useMe();
  const isActive = person.state === 'active';
  const Icon = isActive ? UserX : UserCheck;
  return (
    <>
      {may('people', 'edit') && isActive && (
        <Button onClick={edit}>
          <Pencil aria-hidden className="size-4" />
          Edit
        </Button>
      )}
      {may('people', 'edit') && isActive && person.id !== me?.id && (
        <IconButton label="Reset password" onClick={resetPassword}>
          <KeyRound aria-hidden className="size-4" />
        </IconButton>
      )}
      {may('people', 'delete') && person.id !== me?.id && (
        <IconButton label={isActive ? 'Deactivate' : 'Reactivate'} onClick={changeAccess}>
          <Icon aria-hidden className="size-4" />
        </IconButton>
      )}
    </>
  );
};

const Open = ({ person }: { person: Person }) => {
  const close = useClosePerson();
  const [editing, setEditing] = useState<Person | null>(null);
  const [asking, setAsking] = useState<'access' | 'password' | null>(null);
  const stopAsking = () => setAsking(null);
  const save = useSave(editing ?? person, () => setEditing(null));
  const actions = !editing && (
    <Actions
      person={person}
      edit={() => setEditing(person)}
      resetPassword={() => setAsking('password')}
      changeAccess={() => setAsking('access')}
    />
  );
  return (
    <Panel
      page="People"
      eyebrow={person.email}
      title={person.name}
      actions={actions}
      close={close}
      typing={editing !== null}
    >
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
        <PersonFacts person={person} />
      )}
      <AccessDialog person={person} open={asking === 'access'} close={stopAsking} />
      <ResetDialog person={person} open={asking === 'password'} close={stopAsking} />
    </Panel>
  );
};

const isGone = (error: unknown) => error instanceof Problem && error.facts.status === 404;

/** One person beside the list. */
export const PersonPanel = () => {
  const { id = '' } = useParams({ strict: false });
  const close = useClosePerson();
  const person = useQuery(personQuery(id));
  if (person.data) return <Open key={id} person={person.data} />;
  return (
    <Panel page="People" eyebrow="People" title="Person" close={close}>
      {person.isPending && <Loading />}
      <div className="p-5">
        {isGone(person.error) ? (
          <Notice tone="warn" title="There is no such person">
            The link may be mistyped.
          </Notice>
        ) : (
          <ProblemNotice error={person.error} />
        )}
      </div>
    </Panel>
  );
};
