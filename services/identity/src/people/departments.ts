import { isDuplicate, type Sql } from '@bulwark/db';
import { problem, type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import { hidden } from '@bulwark/trail';
import { insertDepartment, listDepartments } from './repository.ts';
import type { PeopleOptions } from './routes.ts';

const department = z.object({ id: z.uuid(), name: z.string() });

export const departmentRoutes = ({
  sql,
  newId,
  lookAgain,
}: Pick<PeopleOptions, 'newId' | 'lookAgain'> & { sql: Sql }): Route[] => [
  route({
    method: 'GET',
    path: '/departments',
    summary: 'Departments, by name',
    permission: 'people:view',
    audit: { when: 'visit', page: 'people' },
    response: z.object({ items: z.array(department) }),
    read: async () => ({ body: { items: await listDepartments(sql) } }),
  }),
  route({
    method: 'POST',
    path: '/departments',
    summary: 'Add a department',
    permission: 'people:create',
    audit: { when: 'change', action: 'department.create', kind: 'create' },
    body: z.strictObject({ name: z.string().trim().min(1).max(120) }),
    response: department,
    handle: async (tx, { body: { name }, sender }) => {
      await lookAgain(tx.sql, sender, 'people', 'create');
      const made = { id: newId(), name };
      try {
        await insertDepartment(tx.sql, made);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        throw problem('invalid', 'Correct what is named.', {
          fields: [{ path: '/name', message: 'There is a department of this name already.' }],
        });
      }
      return {
        status: 201,
        body: made,
        about: {
          resource: { type: 'department', id: made.id, rev: 1 },
          changes: [{ path: '/name', before: null, after: hidden(name, `department:${made.id}`) }],
        },
      };
    },
  }),
];
