import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.ts';
import type { Named } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { departmentsQuery } from './queries.ts';

type DepartmentFieldProps = { value: string; change: (id: string) => void };

const useCreate = (created: (department: Named) => void) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      call<Named>('/api/identity/departments', { method: 'POST', body: { name } }),
    onSuccess: async (department) => {
      await client.invalidateQueries({ queryKey: departmentsQuery.queryKey });
      created(department);
    },
  });
};

const NewDepartment = ({
  created,
  cancel,
}: {
  created: (d: Named) => void;
  cancel: () => void;
}) => {
  const [name, setName] = useState('');
  const create = useCreate(created);
  const send = () => name.trim() && create.mutate(name.trim());
  return (
    <div className="flex flex-col gap-2">
      <ProblemNotice error={create.error} />
      <TextField
        label="New department"
        value={name}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          send();
        }}
      />
      <div className="flex gap-2">
        <Button look="primary" busy={create.isPending} onClick={send}>
          Add
        </Button>
        <Button look="quiet" onClick={cancel}>
          Choose an existing one
        </Button>
      </div>
    </div>
  );
};

/** A department, or a new one without leaving the form. */
export const DepartmentField = ({ value, change }: DepartmentFieldProps) => {
  const departments = useQuery(departmentsQuery).data ?? [];
  const [adding, setAdding] = useState(false);
  const created = (department: Named) => {
    change(department.id);
    setAdding(false);
  };
  if (adding) return <NewDepartment created={created} cancel={() => setAdding(false)} />;
  return (
    <Field label="Department">
      {(wiring) => (
        <div className="flex gap-2">
          <Select
            {...wiring}
            className="min-w-0 flex-1"
            none="No department"
            options={departments.map(({ id, name }) => ({ value: id, label: name }))}
            value={value}
            onChange={({ target }) => change(target.value)}
          />
          <Button onClick={() => setAdding(true)}>New</Button>
        </div>
      )}
    </Field>
  );
};
