import { connect, type DatabaseAddress, type Sql } from '@bulwark/db';
import { createUnit, type Tx } from '@bulwark/events';
import { type Cell, newId, readCell } from '@bulwark/runtime';
import { forgetAttempts } from '../login/repository.ts';
import { changesOf, type Person } from '../people/people.ts';
import { everybody, updatePerson } from '../people/repository.ts';
import { tellChanged } from '../people/store.ts';
import { endEveryLink } from '../reset/repository.ts';
import { spendSteps } from '../second-factor/repository.ts';
import { endEverySession } from '../sessions/repository.ts';

/** What people may no longer do since the state that was put back. */
export type PowerTaken = {
  readonly deactivated: readonly string[];
  readonly profiles: { readonly [person: string]: readonly string[] };
};

const CHUNK = 200;

/**
 * An operator task after identity's tables were put back: every session and link ends, every code is spent, power taken away
 * since is taken away again with an entry each, and everybody is made known to the other services. Answers how many
 * active administrators there are.
 */
export const afterRestore = async (task: {
  readonly cell: string;
  readonly login: DatabaseAddress;
  readonly power: PowerTaken;
  readonly now: Date;
}): Promise<{ administrators: number }> => {
  const { now, power } = task;
  const cell = readCell(task.cell);
  const database = connect(task.login, { most: 1 });
  const sealKeys = Object.fromEntries(
    Object.entries(cell.keys).map(([service, { seal }]) => [service, seal.key]),
  );
  const inTransaction = createUnit({ database, sealKeys, now: () => now, newId, nudge: () => {} });
  try {
    await endAccess(database.sql, now);
    const people = await everybody(database.sql);
    for (let at = 0; at < people.length; at += CHUNK) {
      await inTransaction(async (tx) => {
        for (const person of people.slice(at, at + CHUNK))
          await reapply(tx, { person, power, now, cell });
      });
    }
    return { administrators: (await everybody(database.sql)).filter(administers).length };
  } finally {
    await database.close();
  }
};

const endAccess = async (sql: Sql, now: Date): Promise<void> => {
  await endEverySession(sql);
  await endEveryLink(sql);
  await forgetAttempts(sql);
  await spendSteps(sql, Math.floor(now.getTime() / 30_000));
};

/** Decides what is left of a person's power. */
export const withoutPower = (person: Person, { deactivated, profiles }: PowerTaken): Person => {
  const gone = profiles[person.id] ?? [];
  return {
    ...person,
    state: deactivated.includes(person.id) ? 'deactivated' : person.state,
    profiles: person.profiles.filter((profile) => !gone.includes(profile)),
  };
};

type Step = { person: Person; power: PowerTaken; now: Date; cell: Cell };

const reapply = async (tx: Tx, { person, power, now, cell }: Step): Promise<void> => {
  const left = withoutPower(person, power);
  const changes = [
    ...changesOf(person.id, person, left),
    ...(left.state === person.state
      ? []
      : [{ path: '/state', before: person.state, after: left.state }]),
  ];
  if (changes.length === 0) return tellChanged(tx, person);
  const after = { ...left, rev: person.rev + 1 };
  await updatePerson(tx.sql, after, { now, reason: 'Taken away after the restored state' });
  tellChanged(tx, after);
  tx.record({
    id: newId(),
    tenant: cell.spec.id,
    service: 'identity',
    time: now.toISOString(),
    actor: { type: 'operator', id: null, profiles: [], session: null, assurance: 'none' },
    as: null,
    source: { ip: null, agent: null },
    action: left.state === person.state ? 'person.edit' : 'person.deactivate',
    kind: 'update',
    outcome: 'success',
    reason: null,
    resource: { type: 'person', id: person.id, rev: after.rev },
    changes,
    request: { id: newId(), route: 'operator/restore', build: cell.spec.build },
  });
};

const administers = ({ state, profiles }: Person): boolean =>
  state === 'active' && profiles.includes('administrator');
