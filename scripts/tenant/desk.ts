import {
  findTenant,
  type Installation,
  originOf,
  refusal,
  type TenantEntry,
} from '@bulwark/tenancy';
import { findHome } from '../../deploy/host/home.ts';
import { readInstallation } from '../../deploy/host/installation.ts';
import { ensureMariadb } from '../../deploy/host/mariadb.ts';
import { operate } from '../../deploy/host/operator.ts';
import type { HostParts } from '../../deploy/host/supervisor.ts';
import { wiring } from '../../deploy/host/wiring.ts';
import { openKafka } from '../kafka/shape.ts';
import { chosenHome, clone, say } from '../settings.ts';

/** The installation of this clone. @throws a refusal when there is none */
export const opened = async (): Promise<Installation> => {
  const home = await findHome({ clone, chosen: chosenHome() });
  const installation = home === null ? null : await readInstallation(home);
  if (!installation) throw refusal('Nothing is installed here. Start it once: npm start');
  return installation;
};

export const demandTenant = async (
  installation: Installation,
  slug: string,
): Promise<TenantEntry> => {
  const entry = await findTenant(installation, slug);
  if (!entry) throw refusal(`There is no tenant '${slug}'. 'list' shows those there are.`);
  return entry;
};

/** Runs a task against the installation's database, running or started for it. */
export const atDesk = async <T>(
  installation: Installation,
  task: (parts: HostParts) => Promise<T>,
): Promise<T> => {
  const programs = await ensureMariadb(say);
  const kafka = await openKafka(installation, process.env, say);
  return await operate({ installation, programs, kafka, wiring, say }, task);
};

export const printEntry = ({ id, slug, state, packing, replicas, name }: TenantEntry): void =>
  say(
    `${id}  ${slug.padEnd(20)} ${state.padEnd(10)} ${packing.padEnd(8)} ${name}${scaled(replicas)}`,
  );

/** `  records ×3`, where it is more than one. */
const scaled = (replicas: TenantEntry['replicas']): string =>
  Object.entries(replicas)
    .filter(([, count]) => count > 1)
    .map(([service, count]) => `  ${service} ×${count}`)
    .join('');

export const urlOf = (installation: Installation, { hosts }: TenantEntry): string =>
  originOf(installation, hosts[0] ?? installation.apex);
