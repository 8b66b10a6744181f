import { createPasswords } from '@bulwark/crypto';
import { asOperator, newId, type OperatorTask } from '@bulwark/runtime';
import { oneTimePassword } from '../people/one-time-password.ts';
import { changesOf, type Person } from '../people/people.ts';
import { everybody, insertPerson, mustChange, setOneTimePassword } from '../people/repository.ts';
import { tellChanged } from '../people/store.ts';

export type NewPerson = { readonly name: string; readonly email: string };
type Made = { readonly oneTimePassword: string };

/**
 * An operator task: makes a tenant's first person, who holds Administrator and ISMS manager, and gives the password for
 * the first sign-in. Run again before that sign-in it gives a new password; afterwards null, and nothing is touched.
 */
export const createFirstPerson = ({
  cell: folder,
  person,
}: {
  readonly cell: string;
  readonly person: NewPerson;
}): Promise<Made | null> =>
  asOperator({ folder, service: 'identity' }, async (task) => {
    const { password, hash } = await newPassword(task);
    return task.inTransaction(async (tx) => {
      const [first] = await everybody(tx.sql);
      if (!first) {
        await addPerson(tx, { ...person, profiles: ['administrator', 'isms-manager'], hash }, task);
        return { oneTimePassword: password };
      }
      if (!(await mustChange(tx.sql, first.id))) return null;
      await setOneTimePassword(tx.sql, { personId: first.id, hash, now: task.now });
      const resource = { type: 'person', id: first.id, rev: first.rev };
      tx.record(
        task.entry({
          action: 'person.one-time-password',
          kind: 'update',
          route: ROUTE,
          resource,
          changes: [],
        }),
      );
      return { oneTimePassword: password };
    });
  });

/** Makes further people, each with a password for the first sign-in; those whose address is known are left alone. */
export const createPeople = ({
  cell: folder,
  people,
}: {
  readonly cell: string;
  readonly people: readonly (NewPerson & { readonly profiles: readonly string[] })[];
}): Promise<{ email: string; oneTimePassword: string }[]> =>
  asOperator({ folder, service: 'identity' }, async (task) => {
    const made: { email: string; oneTimePassword: string }[] = [];
    for (const person of people) {
      const { password, hash } = await newPassword(task);
      const isNew = await task.inTransaction(async (tx) => {
        const known = await everybody(tx.sql);
        if (known.some(({ email }) => email === person.email)) return false;
        await addPerson(tx, { ...person, hash }, task);
        return true;
      });
      if (isNew) made.push({ email: person.email, oneTimePassword: password });
    }
    return made;
  });

/** The id of the tenant's first person. @throws Error when there is none yet */
export const firstPersonId = ({ cell: folder }: { readonly cell: string }): Promise<string> =>
  asOperator({ folder, service: 'identity' }, ({ inTransaction }) =>
    inTransaction(async ({ sql }) => {
      const [first] = await everybody(sql);
      if (!first) throw new Error('the tenant has no first person yet');
      return first.id;
    }),
  );

const ROUTE = 'operator/people';

const newPassword = async ({ cell }: OperatorTask): Promise<{ password: string; hash: string }> => {
  const pepper = Buffer.from(cell.secret('identity', 'pepper').reveal(), 'base64');
  const password = oneTimePassword();
  return { password, hash: await createPasswords({ pepper }).hash(password) };
};

type Adding = NewPerson & { readonly profiles: readonly string[]; readonly hash: string };

const addPerson = async (
  tx: Parameters<Parameters<OperatorTask['inTransaction']>[0]>[0],
  { name, email, profiles, hash }: Adding,
  { now, entry }: OperatorTask,
): Promise<void> => {
  const person: Person = {
    id: newId(),
    rev: 1,
    name,
    email: email.toLowerCase(),
    departmentId: null,
    managerId: null,
    profiles,
    state: 'active',
  };
  await insertPerson(tx.sql, person, { passwordHash: hash, now });
  tellChanged(tx, person);
  tx.record(
    entry({
      action: 'person.create',
      kind: 'create',
      route: ROUTE,
      resource: { type: 'person', id: person.id, rev: 1 },
      changes: changesOf(person.id, {}, person),
    }),
  );
};
