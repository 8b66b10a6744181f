import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CellProcess,
  cellPaths,
  type Installation,
  pathsOf,
  platformAccount,
  type TenantEntry,
  tenantAccount,
} from '@bulwark/tenancy';
import type { ChildSpec } from './children.ts';
import { isGatewayReady, isServiceReady } from './probe.ts';
import { gatewayRun } from './sockets.ts';

/** Young objects in 1 MiB: a third less memory for an idle process. */
const nodeFlags = ['--max-semi-space-size=1'];
const env = { NODE_ENV: 'production', TZ: 'UTC' };

/** What a process of a tenant is called here, in records and logs: `cell-acme`, `cell-acme-records-2`. */
export const processName = (slug: string, { program, replica }: CellProcess): string =>
  replica === null ? `cell-${slug}` : `cell-${slug}-${program}-${replica}`;

/** How a process of a tenant is started: `<build>/node <build>/<program>.mjs <cell folder> [--replica N]`. */
export const cellSpecOf = (
  installation: Installation,
  entry: TenantEntry,
  process: CellProcess,
): ChildSpec => {
  const build = join(pathsOf(installation).builds, entry.build);
  const { cell } = cellPaths(installation, entry.id);
  const { program, replica, addresses: sockets } = process;
  const which = replica === null ? [] : ['--replica', String(replica)];
  return {
    name: processName(entry.slug, process),
    ...tenantAccount(entry.uids),
    command: join(build, 'node'),
    args: [...nodeFlags, join(build, `${program}.mjs`), cell, ...which],
    env,
    cwd: cell,
    graceSeconds: 15,
    prepare: async () => {
      for (const { front, peer } of sockets)
        await Promise.all([rm(front, { force: true }), rm(peer, { force: true })]);
    },
    isReady: async () =>
      (await Promise.all(sockets.map(({ peer }) => isServiceReady(peer)))).every(Boolean),
  };
};

/** How the gateway is started: `<build>/node <build>/gateway.mjs`, told its home by the environment. */
export const gatewaySpecOf = (installation: Installation, buildId: string): ChildSpec => {
  const build = join(pathsOf(installation).builds, buildId);
  return {
    name: 'gateway',
    ...platformAccount(installation.uids, 'gateway'),
    command: join(build, 'node'),
    args: [...nodeFlags, join(build, 'gateway.mjs')],
    env: {
      ...env,
      BULWARK_HOME: installation.home,
      BULWARK_METRICS_SOCKET: join(gatewayRun(installation.run), 'metrics'),
    },
    cwd: '/',
    graceSeconds: 15,
    isReady: async () =>
      await isGatewayReady({
        port: installation.httpsPort,
        host: installation.apex,
        ca: pathsOf(installation).ca,
      }),
  };
};

/** How the witness is started: it is told its home by the environment, and reaches no database. */
export const witnessSpecOf = (installation: Installation, buildId: string): ChildSpec => {
  const build = join(pathsOf(installation).builds, buildId);
  return {
    name: 'witness',
    ...platformAccount(installation.uids, 'witness'),
    command: join(build, 'node'),
    args: [...nodeFlags, join(build, 'witness.mjs')],
    env: { ...env, BULWARK_HOME: installation.home },
    cwd: '/',
    graceSeconds: 5,
    isReady: async () => await isServiceReady(pathsOf(installation).witnessSocket),
  };
};
