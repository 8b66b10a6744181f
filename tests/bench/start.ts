import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTenants, type TenantEntry } from '@bulwark/tenancy';
import { openInstallation, type RealInstallation } from '../world/installation.ts';
import { type Cost, costOf, median } from './processes.ts';
import { isServiceReadyAt, pause } from './ready.ts';

const CLONE = join(import.meta.dirname, '../..');

const IDLE_MS = 4000;

export type Row = {
  readonly what: string;
  readonly seconds?: number;
  readonly pssMiB?: number;
  readonly cpuMs?: number;
};

/**
 * Cold and warm start of an installation; PSS and start-up CPU of gateway, of a compact cell among ten, and of each
 * service in a process of its own; the bundle beside the sources, in alternating rounds.
 */
export const benchStart = async (
  say: (line: string) => void,
): Promise<{ rows: Row[]; load: number[] }> => {
  const rows: Row[] = [];
  const began = performance.now();
  const installation = await openInstallation();
  rows.push({
    what: 'cold start to READY (packages and MariaDB installed)',
    seconds: since(began),
  });
  try {
    const stopped = performance.now();
    await installation.restart();
    rows.push({ what: 'stop and warm start to READY', seconds: since(stopped) });
    const tenants = await tenTenants(installation, say);
    await pause(IDLE_MS);
    rows.push({ what: 'gateway', ...cost(installation, ['gateway']) });
    rows.push({
      what: 'compact cell, one of ten, connected and idle',
      ...cost(
        installation,
        tenants.map(({ slug }) => `cell-${slug}`),
      ),
    });
    const [tenant] = tenants.filter(({ slug }) => slug === 'acme');
    if (tenant) rows.push(...(await measureAlone(installation, tenant, say)));
    return { rows, load: loadavg() };
  } finally {
    await installation.stop();
  }
};

const since = (began: number): number => (performance.now() - began) / 1000;

const tenTenants = async (
  { home, run }: RealInstallation,
  say: (line: string) => void,
): Promise<readonly TenantEntry[]> => {
  for (let n = 1; n <= 7; n += 1) {
    say(`making tenant ${n} of 7 more`);
    await run(
      'tenant',
      'create',
      `bench${n}`,
      '--name',
      `Bench ${n}`,
      '--admin',
      `a@bench${n}.example`,
    );
  }
  const tenants = await readTenants(join(home, 'tenants'));
  for (const { services } of tenants) {
    for (const { peer } of Object.values(services).flat()) await isServiceReadyAt(peer, 30_000);
  }
  return tenants;
};

const cost = ({ home }: RealInstallation, names: readonly string[]): Cost => {
  const recorded: { name: string; pid: number }[] = JSON.parse(
    readFileSync(join(home, 'run', 'processes.json'), 'utf8'),
  );
  const costs = recorded.filter(({ name }) => names.includes(name)).map(({ pid }) => costOf(pid));
  return {
    pssMiB: median(costs.map(({ pssMiB }) => pssMiB)),
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
  };
};

/** Each service alone, and all of them from bundle and from source, on copies of one tenant's cell. */
const measureAlone = async (
  { home }: RealInstallation,
  tenant: TenantEntry,
  say: (line: string) => void,
): Promise<Row[]> => {
  const rows: Row[] = [];
  const build = join(home, 'builds', tenant.build);
  const bundle = [join(build, 'cell.mjs')];
  const services = Object.keys(tenant.services);
  for (const service of services) {
    say(`measuring ${service} alone`);
    rows.push({
      what: `${service} alone, bundle`,
      ...(await rounds(home, tenant, [join(build, `${service}.mjs`)], [service])),
    });
  }
  say('measuring bundle beside source');
  const source = [join(CLONE, 'services/cell/src/main.ts')];
  const costs: { [what: string]: Cost[] } = { bundle: [], source: [] };
  for (let round = 0; round < 3; round += 1) {
    costs.bundle?.push(await once(home, tenant, bundle, services));
    costs.source?.push(await once(home, tenant, source, services));
  }
  for (const [what, seen] of Object.entries(costs)) {
    rows.push({
      what: `compact cell alone, ${what}`,
      pssMiB: median(seen.map(({ pssMiB }) => pssMiB)),
      cpuMs: median(seen.map(({ cpuMs }) => cpuMs)),
    });
  }
  return rows;
};

const rounds = async (
  home: string,
  tenant: TenantEntry,
  program: readonly string[],
  services: readonly string[],
): Promise<Cost> => {
  const seen: Cost[] = [];
  for (let round = 0; round < 3; round += 1) seen.push(await once(home, tenant, program, services));
  return {
    pssMiB: median(seen.map(({ pssMiB }) => pssMiB)),
    cpuMs: median(seen.map(({ cpuMs }) => cpuMs)),
  };
};

/** Starts a copy of a cell with its sockets elsewhere, looks at it when it is ready and idle, and ends it. */
const once = async (
  home: string,
  tenant: TenantEntry,
  program: readonly string[],
  services: readonly string[],
): Promise<Cost> => {
  const folder = mkdtempSync(join(tmpdir(), 'cell-'));
  cpSync(join(home, 'cells', tenant.id), folder, { recursive: true });
  const file = join(folder, 'cell.json');
  const spec = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  writeFileSync(file, JSON.stringify({ ...spec, services, doors: { ...spec.doors, folder } }));
  const node = join(home, 'builds', tenant.build, 'node');
  const child = spawn(
    node,
    [
      '--max-semi-space-size=1',
      ...program,
      folder,
      '--resources',
      join(home, 'builds', tenant.build),
    ],
    {
      env: { NODE_ENV: 'production', TZ: 'UTC' },
      stdio: 'ignore',
    },
  );
  try {
    for (const service of services) await isServiceReadyAt(join(folder, `${service}.peer`), 30_000);
    const { cpuMs } = costOf(child.pid ?? 0);
    await pause(IDLE_MS);
    return { cpuMs, pssMiB: costOf(child.pid ?? 0).pssMiB };
  } finally {
    child.kill('SIGTERM');
    await new Promise((done) => child.once('exit', done));
    rmSync(folder, { recursive: true });
  }
};
