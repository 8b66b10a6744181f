import { readlink, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  allocate,
  cellPaths,
  ensureAuthority,
  ensureInnerAuthority,
  type Installation,
  isCode,
  pathsOf,
  readInnerCa,
  withLock,
} from '@bulwark/tenancy';
import type { Config } from './config.ts';
import { place } from './place.ts';

/** The accounts that docker-compose.yml gives to its containers follow from this. */
const uids = { start: 20_000, size: 4096 };
export const servers = { database: 'mariadb', broker: 'kafka', objects: 'objects', mail: 'mail' };
export const brokerPort = 9092;
export const databasePort = 3306;
const mailPort = 2525;
const witnessPort = 8460;
const open = { uid: null, gid: null, mode: 0o755 };
const closed = { uid: null, gid: null, mode: 0o700 };

/** The installation as its containers are; its authorities are made at the first call. */
export const openInstallation = async ({ home, ports }: Config): Promise<Installation> => {
  const bare: Installation = {
    version: 1,
    home,
    run: join(home, 'run'),
    apex: 'bulwark.localhost',
    ...ports,
    uids,
    mode: 'development',
    kafka: { brokers: [`${servers.broker}:${brokerPort}`] },
    containers: { host: '{slug}-{unit}', witness: { host: 'witness', port: witnessPort } },
  };
  for (const name of ['pki', 'cells', 'run', 'locks', 'objects', 'recovery'])
    await place.folder(join(home, name), open);
  for (const name of ['secrets', 'secrets/first-login', 'journals', 'deleted', 'kafka', 'log'])
    await place.folder(join(home, name), closed);
  await ensureAuthority(bare, place, new Date());
  await ensureInnerAuthority(bare, place, new Date());
  const ca = await readInnerCa(bare);
  return { ...bare, mail: { driver: 'smtp', host: servers.mail, port: mailPort, ca } };
};

/** The folder of the build in this image, under its own id where operator tasks look for it. */
export const linkBuild = async (
  installation: Installation,
  { builds }: Config,
): Promise<string> => {
  await link(builds, pathsOf(installation).builds);
  return basename(await readlink(join(builds, 'current')));
};

/** Gives each tenant its id, and leads its cell's folders to the volumes that its containers see. */
export const linkVolumes = async (
  installation: Installation,
  { tenants }: Config,
): Promise<void> => {
  for (const { slug } of tenants) {
    const volume = join(installation.home, 'volumes', slug);
    const { id } = await withLock(pathsOf(installation).operatorLock, () =>
      allocate(installation, place, slug),
    );
    const paths = cellPaths(installation, id);
    await link(volume, paths.cell);
    await link(join(volume, 'objects'), paths.objects);
    // An engine gives an empty volume the image's owner and mode whenever a container is made: this one never is.
    await place.folder(join(volume, 'objects', '.volume'), closed);
  }
};

const link = async (target: string, path: string): Promise<void> => {
  await symlink(target, path).catch((error) => {
    if (!isCode(error, 'EEXIST')) throw error;
  });
};
