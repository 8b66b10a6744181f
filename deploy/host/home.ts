import { createHash } from 'node:crypto';
import { lstat, mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isCode, refusal } from '@bulwark/tenancy';
import { lookAtWay } from './enterable.ts';
import { isRoot, placeFolder } from './privileged.ts';

const ours = { uid: null, gid: null, mode: 0o755 } as const;
const stateFolder = '/var/lib/bulwark';

type Wish = {
  readonly clone: string;
  /** What BULWARK_HOME says; null lets us choose. */
  readonly chosen: string | null;
  readonly say: (line: string) => void;
};

/** The folder of the installation, made if missing, such that tenants' accounts can enter it. */
export const openHome = async (wish: Wish): Promise<string> => {
  if (wish.chosen !== null) return await openChosen(resolve(wish.clone, wish.chosen));
  return await openDefault(wish);
};

/** Where an installation is expected; null when none was made there yet. */
export const findHome = async (wish: Omit<Wish, 'say'>): Promise<string | null> => {
  try {
    return await realpath(resolve(wish.clone, wish.chosen ?? '.local'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
};

const openChosen = async (path: string): Promise<string> => {
  await makeFolders(path);
  const home = await realpath(path);
  await checkWay(home);
  return home;
};

/** `.local` in the clone, or a link there to a place that can be entered. */
const openDefault = async ({ clone, say }: Wish): Promise<string> => {
  const path = join(clone, '.local');
  if ((await exists(path)) || !isRoot()) return await openChosen(path);
  const judgement = await lookAtWay(clone);
  if (judgement.good) return await openChosen(path);
  const name = createHash('sha256').update(clone).digest('hex').slice(0, 12);
  const home = await openChosen(join(stateFolder, 'homes', name));
  await symlink(home, path);
  say(
    `${judgement.path} ${judgement.fault}, so the installation lives in ${home} (.local links to it).`,
  );
  return home;
};

/** Without root all runs under one account, which needs no way for others. */
const checkWay = async (home: string): Promise<void> => {
  if (!isRoot()) return;
  const judgement = await lookAtWay(home);
  if (judgement.good) return;
  throw refusal(
    `The folder ${judgement.path} ${judgement.fault}. Mend it and start again:\n\n    ${judgement.mend}\n`,
  );
};

const makeFolders = async (path: string): Promise<void> => {
  if (await exists(path)) return;
  if (!(await exists(dirname(path)))) await makeFolders(dirname(path));
  await (isRoot() ? placeFolder(path, ours) : mkdir(path, { recursive: true }));
};

const exists = async (path: string): Promise<boolean> => {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
};
