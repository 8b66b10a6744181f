import { join } from 'node:path';
import { readIfThere } from './files.ts';
import { cellPaths, type Installation, pathsOf } from './installation.ts';
import type { IsFirstLoginPending, Parts, Place, Query } from './parts.ts';
import { schemaName } from './schemas.ts';

/** How the first person of a tenant gets in; `password` is null once it was used. */
export type FirstLogin = { readonly email: string; readonly password: string | null };

const root = { uid: null, gid: null } as const;

/** Lets identity make the first person, and keeps the one-time password for the operator alone. */
export const makeFirstLogin = async (
  parts: Pick<Parts, 'createFirstPerson' | 'place'>,
  installation: Installation,
  task: {
    readonly id: string;
    readonly person: { readonly name: string; readonly email: string };
  },
): Promise<void> => {
  const { id, person } = task;
  if ((await readFirstLogin(installation, id)) !== null) return;
  const made = await parts.createFirstPerson({ cell: cellPaths(installation, id).cell, person });
  await write(installation, parts.place, {
    id,
    login: { email: person.email, password: made?.oneTimePassword ?? null },
  });
};

/** The first login of a tenant. A password that was used is forgotten here for good. */
export const firstLoginPending = async (
  parts: {
    readonly query: Query;
    readonly place: Place;
    readonly isFirstLoginPending: IsFirstLoginPending;
  },
  installation: Installation,
  id: string,
): Promise<FirstLogin | null> => {
  const login = await readFirstLogin(installation, id);
  if (!login || login.password === null) return login;
  const schema = schemaName(id, 'identity');
  const pending = await parts.isFirstLoginPending({
    query: parts.query,
    schema,
    email: login.email,
  });
  if (pending) return login;
  const used = { email: login.email, password: null };
  await write(installation, parts.place, { id, login: used });
  return used;
};

const fileOf = (installation: Installation, id: string): string =>
  join(pathsOf(installation).firstLogins, `${id}.json`);

const readFirstLogin = async (
  installation: Installation,
  id: string,
): Promise<FirstLogin | null> => {
  const text = await readIfThere(fileOf(installation, id));
  return text === null ? null : JSON.parse(text);
};

const write = (
  installation: Installation,
  place: Place,
  { id, login }: { readonly id: string; readonly login: FirstLogin },
) =>
  place.file(fileOf(installation, id), `${JSON.stringify(login, null, 2)}\n`, {
    ...root,
    mode: 0o400,
  });
