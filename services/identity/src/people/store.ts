import { isDuplicate, type Sql } from '@bulwark/db';
import { passwordGiven, personChanged, type Tx } from '@bulwark/events';
import { problem } from '@bulwark/http';
import { changesOf, judgeProfiles, type Person } from './people.ts';
import { findPerson, otherAdministrators, updatePerson } from './repository.ts';

export type ListProfiles = (
  sql: Sql,
) => Promise<{ id: string; name: string; standsAlone: boolean }[]>;

/** What the trail says of a change of a person. */
export const about = (after: Person, before: Partial<Person>) => ({
  resource: { type: 'person', id: after.id, rev: after.rev },
  changes: changesOf(after.id, before, after),
});

export const demandPerson = async (sql: Sql, id: string, revision: number): Promise<Person> => {
  const found = await findPerson(sql, id);
  if (!found) throw problem('not_found', 'There is no such person.');
  if (found.rev !== revision) throw stale();
  return found;
};

const stale = () => problem('stale_revision', 'Load it again, then repeat your change.');

type Step = { before: Person; after: Person; now: Date; reason?: string };

export const store = async (tx: Tx, { before, after, now, reason }: Step): Promise<void> => {
  const administers = ({ state, profiles }: Person): boolean =>
    state === 'active' && profiles.includes('administrator');
  if (administers(before) && !administers(after)) {
    if ((await otherAdministrators(tx.sql, after.id)) === 0) {
      throw problem('conflict', 'This is the last administrator: make somebody else one first.');
    }
  }
  const done = await unlessTaken(() =>
    updatePerson(tx.sql, after, { now, ...(reason ? { reason } : {}) }),
  );
  if (!done) throw stale();
  tellChanged(tx, after);
};

export const tellChanged = (tx: Tx, { id, rev, state, managerId, name, email }: Person): void =>
  tx.emit({
    type: personChanged,
    key: id,
    body: { id, rev, state, managerId },
    personal: { name, email },
  });

/** Tells a person, and nobody else, the password for one sign-in. */
export const tellPassword = (
  tx: Tx,
  { id, name, email }: Person,
  { oneTimePassword: password, why }: { oneTimePassword: string; why: 'welcome' | 'reset' },
): void =>
  tx.emit({
    type: passwordGiven,
    key: id,
    body: { personId: id, why },
    personal: { name, email, oneTimePassword: password },
  });

export const demandSound = async (
  sql: Sql,
  { id, managerId, profiles }: Person,
  { listProfiles }: { readonly listProfiles: ListProfiles },
): Promise<void> => {
  const faults = [];
  const clash = judgeProfiles(profiles, await listProfiles(sql));
  if (clash) faults.push({ path: '/profiles', message: clash });
  if (managerId === id) faults.push({ path: '/managerId', message: 'Nobody manages themselves.' });
  if (managerId && !(await findPerson(sql, managerId))) {
    faults.push({ path: '/managerId', message: 'There is no such person.' });
  }
  if (faults.length > 0) throw problem('invalid', 'Correct what is named.', { fields: faults });
};

export const unlessTaken = async <T>(write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const message = 'Somebody has this address already.';
    throw problem('invalid', 'Correct what is named.', { fields: [{ path: '/email', message }] });
  }
};

/** Only what was really sent. */
export const defined = <T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;
