import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusal } from '@bulwark/tenancy';
import { isRoot, placeFolder } from './privileged.ts';

/** The kernel's sun_path has 108 bytes, the last of which is a zero. */
const longest = 107;

/** The longest name that is ever made below a run folder and below a database folder. */
const probes = ['run/taaaaaaaaa/notification.front', 'database/mariadb.sock'];

/** Whether every socket of an installation may lie in its home. */
export const socketsFit = (home: string): boolean =>
  probes.every((probe) => Buffer.byteLength(join(home, probe)) <= longest);

/** Where sockets go: <home>/run, or a short folder when paths in the home would be too long. */
export const runFolderOf = (home: string): string => {
  if (socketsFit(home)) return join(home, 'run');
  const name = `bulwark-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  return join(isRoot() ? '/run' : tmpdir(), name);
};

export const databaseSocketOf = (home: string): string =>
  socketsFit(home)
    ? join(home, 'database', 'mariadb.sock')
    : join(runFolderOf(home), 'database', 'mariadb.sock');

/** Makes the run folder; one in a place where others write must be our own. */
export const makeRunRoot = async (folder: string): Promise<void> => {
  if (isRoot()) return await placeFolder(folder, { uid: null, gid: null, mode: 0o755 });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw refusal(`${folder} belongs to someone else. Choose a home with a shorter path.`);
};

/** The gateway's own folder for sockets: nobody but it and root may enter. */
export const gatewayRun = (run: string): string => join(run, 'gateway');
