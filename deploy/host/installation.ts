import { access } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ensureAuthority,
  type Installation,
  makeWitness,
  type Owner,
  pathsOf,
  platformAccount,
  readIfThere,
  refusal,
  type UidRange,
} from '@bulwark/tenancy';
import { isRoot, placeFile, placeFolder } from './privileged.ts';
import { processesOf } from './processes.ts';
import { gatewayRun, makeRunRoot, runFolderOf } from './sockets.ts';
import { type Claims, claimRange, confirmRange, machineRanges } from './uid-ranges.ts';

/** Files and folders for other accounts, as tenancy wants them. */
export const place = { folder: placeFolder, file: placeFile };

export type Ports = { readonly httpsPort: number; readonly httpPort: number };

/** What a start may say anew; what it does not say stays as it was. */
export type Settings = Ports & Partial<Pick<Installation, 'kafka'>>;

/** Opens the installation in a home: the first time it is made, later its ports and its bus may change. */
export const openInstallation = async (
  home: string,
  settings: Settings,
  now: Date,
): Promise<Installation> => {
  const known = await readInstallation(home);
  const installation: Installation = {
    ...(known ?? { version: 1, apex: 'bulwark.localhost', mode: 'development' }),
    ...settings,
    home,
    run: runFolderOf(home),
    uids: await rangeOf(home, known),
  };
  await makeFolders(installation);
  const { home: _home, ...saved } = installation;
  await placeFile(
    pathsOf(installation).installation,
    `${JSON.stringify(saved, null, 2)}\n`,
    root(0o644),
  );
  await ensureAuthority(installation, place, now);
  await makeWitness(installation, place);
  return installation;
};

/** The installation in a home as it was last started; null when there is none. */
export const readInstallation = async (home: string): Promise<Installation | null> => {
  const text = await readIfThere(join(home, 'installation.json'));
  return text === null ? null : { ...JSON.parse(text), home };
};

const rangeOf = async (home: string, known: Installation | null): Promise<UidRange | null> => {
  if (!isRoot()) {
    if (known?.uids) throw refusal(`${home} was made by root. Start it as root.`);
    return null;
  }
  if (known && !known.uids)
    throw refusal(`${home} was made without root. Start it as the user who made it.`);
  if (!known?.uids) return await claimRange(claimsOf(home));
  await confirmRange(claimsOf(home), known.uids);
  return known.uids;
};

export const claimsOf = (home: string): Claims => ({
  folder: machineRanges,
  home,
  isHome: async (path) =>
    await access(path).then(
      () => true,
      () => false,
    ),
  isInUse: async (range) => (await processesOf(range)).length > 0,
});

const makeFolders = async (installation: Installation): Promise<void> => {
  const { home, uids } = installation;
  const paths = pathsOf(installation);
  const gateway = { uid: null, gid: platformAccount(uids, 'gateway').gid, mode: 0o750 };
  const database = { uid: null, gid: platformAccount(uids, 'database').gid, mode: 0o1775 };
  for (const name of ['pki', 'tenants', 'cells', 'builds', 'run', 'locks', 'objects', 'recovery'])
    await placeFolder(join(home, name), root(0o755));
  for (const name of ['log', 'secrets', 'secrets/first-login', 'journals', 'deleted'])
    await placeFolder(join(home, name), root(0o700));
  for (const folder of [paths.gateway, paths.certificates]) await placeFolder(folder, gateway);
  // Sticky: the database makes its socket here, but can not replace root's password file.
  await placeFolder(paths.database, database);
  await makeRunRoot(installation.run);
  const account = platformAccount(uids, 'gateway');
  await placeFolder(gatewayRun(installation.run), { ...account, mode: 0o700 });
};

const root = (mode: number): Owner => ({ uid: null, gid: null, mode });
