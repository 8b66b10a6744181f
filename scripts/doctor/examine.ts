import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { basename } from 'node:path';
import { isRunning, list, pathsOf, readIfThere } from '@bulwark/tenancy';
import { readInstallation } from '../../deploy/host/installation.ts';
import { isRoot } from '../../deploy/host/privileged.ts';
import { isGatewayReady, isServiceReady } from '../../deploy/host/probe.ts';
import { readRecorded } from '../../deploy/host/processes.ts';
import { recordOf } from '../../deploy/host/supervisor.ts';

/** One thing that was looked at. `advice` says what to do when it is not well. */
export type Finding = {
  readonly what: string;
  readonly state: 'well' | 'missing' | 'ill';
  readonly detail: string;
  readonly advice: string;
};

const finding = (
  what: string,
  isWell: boolean,
  {
    detail = '',
    advice = '',
    otherwise = 'ill',
  }: { detail?: string; advice?: string; otherwise?: 'missing' | 'ill' },
): Finding => ({ what, state: isWell ? 'well' : otherwise, detail, advice: isWell ? '' : advice });

/** Looks at the machine and at the installation in a home: nothing is changed. */
export const examine = async (clone: string, home: string | null): Promise<Finding[]> => {
  const machine = examineMachine(clone);
  if (home === null) {
    const advice = 'Start it once: npm start';
    return [...machine, finding('installation', false, { advice, otherwise: 'missing' })];
  }
  return [...machine, ...(await examineInstallation(home))];
};

const PROGRAMS = [
  ['mariadbd', 'mariadb-server-core', 'every start'],
  ['java', 'openjdk-17-jre-headless', 'Apache Kafka'],
  ['chromium', 'chromium', 'the browser tests'],
] as const;

const examineMachine = (clone: string): Finding[] => [
  finding('node', process.versions.node.startsWith('24.'), {
    detail: process.versions.node,
    advice: 'Run it by npm: it brings its own Node 24.',
  }),
  finding('npm packages', existsSync(`${clone}/node_modules/express`), {
    advice: 'npm install --no-audit --no-fund',
    otherwise: 'missing',
  }),
  finding('root', isRoot(), {
    detail: isRoot() ? 'tenants run under users of their own' : '',
    advice:
      'Without root all tenants run under one user; start as root to have the kernel keep them apart.',
    otherwise: 'missing',
  }),
  ...PROGRAMS.map(([program, packageName, need]) =>
    finding(program, isThere(program), {
      detail: `for ${need}`,
      advice: `apt-get install --no-install-recommends ${packageName}`,
      otherwise: 'missing',
    }),
  ),
];

const isThere = (program: string): boolean =>
  spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${program}`]).status === 0;

const examineInstallation = async (home: string): Promise<Finding[]> => {
  const installation = await readInstallation(home);
  if (!installation) {
    return [
      finding('installation', false, { detail: home, advice: 'npm start', otherwise: 'missing' }),
    ];
  }
  const disk = statfsSync(home);
  const freeGiB = (disk.bavail * disk.bsize) / 2 ** 30;
  const processes = (await readRecorded(recordOf(installation))).map((one) =>
    finding(`process ${one.name}`, isRunning(one), {
      detail: `pid ${one.pid}`,
      advice: `See ${pathsOf(installation).log}/${one.name}.log`,
    }),
  );
  const gateway = await isGatewayReady({
    port: installation.httpsPort,
    host: installation.apex,
    ca: pathsOf(installation).ca,
  });
  const ready = (await readIfThere(pathsOf(installation).ready)) !== null;
  return [
    finding('installation', ready, { detail: home, advice: 'It is not ready: npm start' }),
    finding('disk', freeGiB > 1, {
      detail: `${freeGiB.toFixed(1)} GiB free`,
      advice: 'Make room: at less than 1 GiB the database may stop.',
    }),
    ...processes,
    finding('gateway answers', gateway, {
      detail: `port ${installation.httpsPort}`,
      advice: `See ${pathsOf(installation).log}/gateway.log`,
    }),
    ...(await examineTenants(home)),
  ];
};

const examineTenants = async (home: string): Promise<Finding[]> => {
  const installation = await readInstallation(home);
  if (!installation) return [];
  const tenants = (await list(installation)).filter(({ state }) => state === 'active');
  return Promise.all(
    tenants.map(async ({ slug, services }) => {
      const states = await Promise.all(
        Object.values(services)
          .flat()
          .map(async ({ peer }) => [basename(peer, '.peer'), await isServiceReady(peer)] as const),
      );
      const down = states.filter(([, ready]) => !ready).map(([name]) => name);
      return finding(`tenant ${slug}`, down.length === 0, {
        detail:
          down.length === 0 ? `${states.length} services ready` : `not ready: ${down.join(', ')}`,
        advice: `See ${pathsOf(installation).log}/cell-${slug}.log`,
      });
    }),
  );
};
