import { createPasswords } from '@bulwark/crypto';
import { connect } from '@bulwark/db';
import { createUnit } from '@bulwark/events';
import { newId, readCell } from '@bulwark/runtime';
import { oneTimePassword } from './people/one-time-password.ts';
import { changesOf, type Person } from './people/people.ts';
import { everybody, insertPerson, mustChange, setOneTimePassword } from './people/repository.ts';
import { tellChanged } from './people/routes.ts';

/**
 * An operator task: makes a tenant's first person, who holds Administrator and ISMS manager, and gives the password for
 * the first sign-in. Run again before that sign-in it gives a new password; afterwards null, and nothing is touched.
 */
export const createFirstPerson = async ({
  cell: folder,
  person: { name, email },
}: {
  readonly cell: string;
  readonly person: { readonly name: string; readonly email: string };
}): Promise<{ oneTimePassword: string } | null> => {
  const cell = readCell(folder);
  const { spec, keys } = cell;
  const user = `${spec.id}_identity`;
  const password = cell.secret('identity', 'database.password').reveal();
  const database = connect(
    { socketPath: spec.database.socket, user, password, database: user },
    { most: 1 },
  );
  const now = new Date();
  const sealKeys = Object.fromEntries(
    Object.entries(keys).map(([service, { seal }]) => [service, seal.key]),
  );
  const pepper = Buffer.from(cell.secret('identity', 'pepper').reveal(), 'base64');
  const secret = oneTimePassword();
  const hash = await createPasswords({ pepper }).hash(secret);
  try {
    return await createUnit({ database, sealKeys, now: () => now, newId, nudge: () => {} })(
      async (tx) => {
        const [first] = await everybody(tx.sql);
        if (first && !(await mustChange(tx.sql, first.id))) return null;
        if (first) await setOneTimePassword(tx.sql, { personId: first.id, hash, now });
        const person: Person = first ?? {
          id: newId(),
          rev: 1,
          name,
          email: email.toLowerCase(),
          departmentId: null,
          managerId: null,
          profiles: ['administrator', 'isms-manager'],
          state: 'active',
        };
        if (!first) {
          await insertPerson(tx.sql, person, { passwordHash: hash, now });
          tellChanged(tx, person);
        }
        tx.record({
          id: newId(),
          tenant: spec.id,
          service: 'identity',
          time: now.toISOString(),
          actor: {
            type: 'operator',
            id: null,
            profiles: [],
            session: null,
            assurance: 'none',
          },
          as: null,
          source: { ip: null, agent: null },
          action: first ? 'person.one-time-password' : 'person.create',
          kind: first ? 'update' : 'create',
          outcome: 'success',
          reason: null,
          resource: { type: 'person', id: person.id, rev: person.rev },
          changes: first ? [] : changesOf(person.id, {}, person),
          request: { id: newId(), route: 'operator/provision', build: spec.build },
        });
        return { oneTimePassword: secret };
      },
    );
  } finally {
    await database.close();
  }
};

type Query = (
  sql: string,
  values?: readonly (string | number | null)[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Whether the first person still has the password that the operator was given. */
export const isFirstLoginPending = async ({
  query,
  schema,
  email,
}: {
  readonly query: Query;
  readonly schema: string;
  readonly email: string;
}): Promise<boolean> => {
  if (!/^[a-z0-9]+_identity$/.test(schema)) throw new Error(`${schema} is no schema of identity`);
  const rows = await query(`SELECT must_change FROM \`${schema}\`.person WHERE email = ?`, [
    email.toLowerCase(),
  ]);
  return Number(rows[0]?.must_change) === 1;
};
