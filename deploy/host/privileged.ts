/**
 * All that needs root: giving files to other accounts, starting and ending their processes. It imports
 * nothing but node: modules, so that what runs as root can be read here in one sitting.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';

/** Null leaves a file or process with the account that runs this (an installation without root). */
type Account = { readonly uid: number | null; readonly gid: number | null };
type Owner = Account & { readonly mode: number };

/** Whether this process may act for other accounts. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** Makes a folder if it is missing and sets owner and mode whatever the umask is. */
export const placeFolder = async (path: string, owner: Owner): Promise<void> => {
  await mkdir(path).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // By a handle that follows no link: the folder above may be another account's to write.
  const folder = await open(
    path,
    constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
  );
  try {
    if (owner.uid !== null || owner.gid !== null)
      await folder.chown(owner.uid ?? 0, owner.gid ?? 0);
    await folder.chmod(owner.mode);
  } finally {
    await folder.close();
  }
};

/** Writes a file by rename, whole and synced; call it only in folders that tenants can not write. */
export const placeFile = async (path: string, content: string, owner: Owner): Promise<void> => {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    if (owner.uid !== null || owner.gid !== null) await file.chown(owner.uid ?? 0, owner.gid ?? 0);
    await file.chmod(owner.mode);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
};

export type Launch = Account & {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** File descriptor that takes both outputs. */
  readonly output: number;
};

/** Starts a process under an account with this environment alone, in a session of its own. */
export const launch = (task: Launch): ChildProcess =>
  spawn(task.command, [...task.args], {
    ...accountOf(task),
    env: { ...task.env },
    cwd: task.cwd,
    stdio: ['ignore', task.output, task.output],
    detached: true,
  });

/** Runs a command under an account to its end. */
export const runToEnd = (task: Omit<Launch, 'output'>): { status: number; output: string } => {
  const ended = spawnSync(task.command, [...task.args], {
    ...accountOf(task),
    env: { ...task.env },
    cwd: task.cwd,
    encoding: 'utf8',
  });
  return { status: ended.status ?? 1, output: `${ended.stdout ?? ''}${ended.stderr ?? ''}` };
};

/** Sends a signal; a process that is gone already is no error. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    const gone = typeof error === 'object' && error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
};

/** Libuv drops supplementary groups whenever uid and gid are given. */
const accountOf = ({ uid, gid }: Account) => ({
  ...(uid === null ? {} : { uid }),
  ...(gid === null ? {} : { gid }),
});
