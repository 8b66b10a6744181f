import { join } from 'node:path';
import { type Administrator, connectAdministrator } from '@bulwark/db/administrator';
import {
  type DatabaseServer,
  type Installation,
  pathsOf,
  platformAccount,
  readIfThere,
} from '@bulwark/tenancy';
import type { Child, Children } from './children.ts';
import { type DatabasePlace, prepareDatabase } from './database-files.ts';
import type { Programs } from './mariadb.ts';
import { databaseSocketOf } from './sockets.ts';
import { databaseName } from './takeover.ts';

export type AdministratorLogin = DatabaseServer & {
  readonly user: string;
  readonly password: string;
};

export type RunningDatabase = Child & { readonly login: AdministratorLogin };

export const databasePlaceOf = (installation: Installation): DatabasePlace => ({
  folder: pathsOf(installation).database,
  socketPath: databaseSocketOf(installation.home),
  account: platformAccount(installation.uids, 'database'),
});

/** Starts a private MariaDB, made first if need be, and waits until its administrator can log in. */
export const startDatabase = async (
  children: Children,
  place: DatabasePlace,
  programs: Programs,
): Promise<RunningDatabase> => {
  const { settings, password } = await prepareDatabase(place, programs);
  const login = { socketPath: place.socketPath, user: 'root', password };
  const child = await children.start({
    name: databaseName,
    ...place.account,
    command: programs.server,
    args: [`--defaults-file=${settings}`],
    env: { PATH: '/usr/bin:/bin' },
    cwd: place.folder,
    // InnoDB writes back its pages; recovery after a kill is safe, but slower.
    graceSeconds: 60,
    isReady: async () => await canLogIn(login),
  });
  await child.ready();
  return { ...child, login };
};

/** The administrator's login of a database that was started before. */
export const readLogin = async (place: DatabasePlace): Promise<AdministratorLogin> => ({
  socketPath: place.socketPath,
  user: 'root',
  password: (await readIfThere(join(place.folder, 'root.password'))) ?? '',
});

export const canLogIn = async (login: AdministratorLogin): Promise<boolean> => {
  const connection = await connectAdministrator(login).catch(() => null);
  await connection?.close();
  return connection !== null;
};

/** Opens the administrator's connection for one task. */
export const asAdministrator = async <T>(
  login: AdministratorLogin,
  task: (query: Administrator['query']) => Promise<T>,
): Promise<T> => {
  const connection = await connectAdministrator(login);
  try {
    return await task(connection.query);
  } finally {
    await connection.close();
  }
};
