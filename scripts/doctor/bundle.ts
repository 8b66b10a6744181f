import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, freemem, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { list, pathsOf } from '@bulwark/tenancy';
import { readInstallation } from '../../deploy/host/installation.ts';
import type { Finding } from './examine.ts';

const LINES = 300;

/**
 * Writes what somebody needs who helps from afar: findings, versions, tenants by id and state, the end of each log. No
 * key, password or personal value is in it: files of secrets are not read, and logs hold none.
 */
export const writeBundle = async (
  file: string,
  { home, findings }: { readonly home: string; readonly findings: readonly Finding[] },
): Promise<void> => {
  const installation = await readInstallation(home);
  const tenants = installation ? await list(installation) : [];
  const bundle = {
    made: new Date().toISOString(),
    machine: {
      arch: arch(),
      kernel: release(),
      cores: cpus().length,
      memory: { total: totalmem(), free: freemem() },
      load: loadavg(),
      node: process.versions,
    },
    installation,
    tenants: tenants.map(({ id, state, packing, build, epoch }) => ({
      id,
      state,
      packing,
      build,
      epoch,
    })),
    findings,
    logs: installation ? readLogs(pathsOf(installation).log) : {},
  };
  writeFileSync(file, gzipSync(JSON.stringify(bundle, null, 2)), { mode: 0o600 });
};

const readLogs = (folder: string): { [name: string]: string[] } =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.log') && name !== 'supervisor.log')
      .map((name) => [name, readFileSync(join(folder, name), 'utf8').split('\n').slice(-LINES)]),
  );
