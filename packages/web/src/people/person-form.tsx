import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useForm } from 'react-hook-form';
import { peopleNamesQuery } from '../api/queries.ts';
import type { Rights } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { useFirstField } from '../ui/use-first-field.ts';
import { DepartmentField } from './department-field.tsx';
import { profilesQuery } from './queries.ts';
import type { Person } from './types.ts';

export type PersonValues = {
  readonly name: string;
  readonly email: string;
  readonly departmentId: string;
  readonly managerId: string;
  readonly profiles: string[];
};

type PersonFormProps = {
  readonly person: Person | null;
  readonly error: unknown;
  readonly busy: boolean;
  readonly submit: (values: PersonValues) => void;
  readonly cancel: () => void;
  readonly submitLabel: string;
};

const startWith = (person: Person | null): PersonValues => ({
  name: person?.name ?? '',
  email: person?.email ?? '',
  departmentId: person?.departmentId ?? '',
  managerId: person?.managerId ?? '',
  profiles: [...(person?.profiles ?? [])],
});

/** "Registers, trail": the pages a profile opens. */
const pagesOf = (rights: Rights): string => {
  const pages = Object.entries(rights).flatMap(([page, actions]) =>
    actions.length ? [page.replaceAll('-', ' ')] : [],
  );
  return pages.length ? `Opens ${pages.join(', ')}` : 'Opens nothing';
};

type Form = ReturnType<typeof useForm<PersonValues>>;

const Profiles = ({ form }: { form: Form }) => {
  const profiles = useQuery(profilesQuery).data ?? [];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-13 font-medium">Profiles</legend>
      {profiles.map(({ id, name, standsAlone, rights }) => (
        <label key={id} className="flex items-start gap-2 text-13">
          <input
            type="checkbox"
            value={id}
            className="mt-0.5 size-4 shrink-0 accent-accent"
            {...form.register('profiles')}
          />
          <span>
            {name}
            <span className="block text-12 text-ink-3">
              {standsAlone && 'Held alone. '}
              {pagesOf(rights)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
};

const Inputs = ({ form, person }: { form: Form; person: Person | null }) => {
  const { errors } = form.formState;
  const people = useQuery(peopleNamesQuery).data ?? [];
  const managers = people.filter((p) => p.id !== person?.id && p.state === 'active');
  return (
    <>
      <Field label="Name" required error={errors.name?.message}>
        {(wiring) => (
          <input
            {...wiring}
            {...form.register('name', { required: 'A name is needed.' })}
            autoComplete="off"
            className="field"
          />
        )}
      </Field>
      <Field label="E-mail" required error={errors.email?.message}>
        {(wiring) => (
          <input
            {...wiring}
            {...form.register('email', { required: 'An e-mail address is needed.' })}
            type="email"
            autoComplete="off"
            className="field"
          />
        )}
      </Field>
      <DepartmentField
        value={form.watch('departmentId')}
        change={(id) => form.setValue('departmentId', id, { shouldDirty: true })}
      />
      <Field label="Manager">
        {(wiring) => (
          <Select
            {...wiring}
            none="No manager"
            options={managers.map(({ id, name }) => ({ value: id, label: name }))}
            value={form.watch('managerId')}
            onChange={({ target }) =>
              form.setValue('managerId', target.value, { shouldDirty: true })
            }
          />
        )}
      </Field>
    </>
  );
};

/** Name, address, place in the organisation and profiles. */
export const PersonForm = (props: PersonFormProps) => {
  const { person, error, busy, submit, cancel, submitLabel } = props;
  const form = useForm<PersonValues>({ defaultValues: startWith(person) });
  const element = useRef<HTMLFormElement>(null);
  useFirstField(element);
  return (
    <form
      ref={element}
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => void form.handleSubmit(submit)(event)}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
        <ProblemNotice error={error} />
        <Inputs form={form} person={person} />
        <Profiles form={form} />
      </div>
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={cancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          {submitLabel}
        </Button>
      </footer>
    </form>
  );
};
