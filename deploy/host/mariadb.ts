import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@bulwark/tenancy';
import { installPackages } from './apt.ts';
import { isRoot } from './privileged.ts';

/** The programs of MariaDB that an installation runs. */
export type Programs = { readonly server: string; readonly initialise: string };

const packages = ['mariadb-server-core', 'mariadb-client-core'];
const folders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec'];

/** Finds MariaDB's server; as root, fetches it by apt where it is missing. */
export const ensureMariadb = async (say: (line: string) => void): Promise<Programs> => {
  const present = await findPrograms();
  if (present) return present;
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!isRoot())
    throw refusal(`MariaDB's server is missing. Install it and start again: sudo ${command}`);
  say('Installing MariaDB’s server …');
  await installPackages(packages);
  const installed = await findPrograms();
  if (installed) return installed;
  throw refusal(`MariaDB's server could not be installed. Run this and start again: ${command}`);
};

const findPrograms = async (): Promise<Programs | null> => {
  const server = await find('mariadbd');
  const initialise = await find('mariadb-install-db');
  return server && initialise ? { server, initialise } : null;
};

const find = async (name: string): Promise<string | null> => {
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
};
