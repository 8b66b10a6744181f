import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refusal } from '@bulwark/tenancy';
import { findProgram, installCommand, installPackages } from '../../deploy/host/apt.ts';
import { waitFor } from '../../deploy/host/patience.ts';
import { isRoot } from '../../deploy/host/privileged.ts';
import { runScript, say } from '../settings.ts';
import { fetchPackages } from './newer-packages.ts';

/** How to call Docker: the program, and the environment that leads it to its engine. */
export type Engine = {
  readonly docker: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

const state = '/var/lib/bulwark/docker';
const socket = '/run/bulwark-docker.sock';
const pidFile = '/run/bulwark-docker.pid';
const forwardFile = '/run/bulwark-docker.forward';
const packages = ['docker.io', 'iptables', 'ca-certificates'];
const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const run = promisify(execFile);

/**
 * An engine with compose v2: the one that answers here, else one of our own, which as root is installed from Debian and
 * started by hand with a data folder and a socket that only root may use.
 */
export const ensureEngine = async (say: (line: string) => void): Promise<Engine> => {
  const path = (process.env.PATH ?? '').split(':').filter(Boolean);
  // The system's own first: another one in the path may want plugins of its own kind.
  const docker = await findProgram('docker', [...folders, ...path]);
  const present = docker ? { docker, env: process.env } : null;
  if (present && (await isWhole(present))) return present;
  const command = installCommand(packages);
  if (!isRoot()) throw refusal(`A Docker engine with compose v2 is missing: sudo ${command}`);
  const own = ownEngine();
  if (await isWhole(own)) return own;
  say('Starting a Docker engine …');
  await ensurePrograms(command);
  await ensureCompose();
  if (!(await answers(own))) await startDaemon();
  if (await isWhole(own)) return own;
  throw refusal(`The Docker engine does not start. See ${join(state, 'dockerd.log')}`);
};

const ownEngine = (): Engine => ({
  docker: '/usr/bin/docker',
  env: { ...process.env, DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: join(state, 'config') },
});

const answers = async ({ docker, env }: Engine): Promise<boolean> =>
  await run(docker, ['version', '--format', '{{.Server.Version}}'], { env }).then(
    () => true,
    () => false,
  );

const isWhole = async (engine: Engine): Promise<boolean> =>
  (await answers(engine)) &&
  (await run(engine.docker, ['compose', 'version', '--short'], { env: engine.env }).then(
    ({ stdout }) => /^v?[2-9]\./.test(stdout),
    () => false,
  ));

const ensurePrograms = async (command: string): Promise<void> => {
  const there = async (): Promise<boolean> =>
    (await findProgram('dockerd', folders)) !== null &&
    (await findProgram('iptables', folders)) !== null;
  if (await there()) return;
  await installPackages(packages);
  if (!(await there()))
    throw refusal(`Docker could not be installed. Run this and try again: ${command}`);
};

/** Debian's own compose of that release is version 1; a newer release's plugin is one static program. */
const ensureCompose = async (): Promise<void> => {
  const plugins = join(state, 'config/cli-plugins');
  if ((await findProgram('docker-compose', [plugins])) !== null) return;
  await mkdir(plugins, { recursive: true, mode: 0o700 });
  const folder = await fetchPackages(['docker-compose']);
  const plugin = join(folder, 'usr/libexec/docker/cli-plugins/docker-compose');
  await run('install', ['-m', '0755', plugin, plugins]);
};

/** Docker closes the machine's forwarding; what it was is put back when the engine is stopped. */
const startDaemon = async (): Promise<void> => {
  await rm(pidFile, { force: true });
  await run('sh', [
    '-c',
    `test -e ${forwardFile} || iptables -S FORWARD | head -1 >${forwardFile}`,
  ]);
  const log = openSync(join(state, 'dockerd.log'), 'a', 0o600);
  const given = [
    ...['--data-root', join(state, 'data'), '--exec-root', '/run/bulwark-docker'],
    ...['-H', `unix://${socket}`, '-p', pidFile, '--log-opt', 'max-size=10m'],
  ];
  const daemon = spawn('/usr/sbin/dockerd', given, {
    stdio: ['ignore', log, log],
    detached: true,
    cwd: '/',
  });
  closeSync(log);
  daemon.unref();
  await waitFor(async () => await answers(ownEngine()), { seconds: 60 });
};

/** Ends the engine that `ensureEngine` started, if one runs; images and volumes stay. */
export const stopEngine = async (): Promise<void> => {
  const pid = await readFile(pidFile, 'utf8').then(Number, () => null);
  if (pid === null) return;
  process.kill(pid, 'SIGTERM');
  await waitFor(async () => !(await answers(ownEngine())), { seconds: 60 });
  await run('sh', ['-c', `iptables $(cat ${forwardFile}) && rm ${forwardFile}`]);
};

/** Gives the output of a docker command. @throws Error with what it said */
export const docker = async ({ docker, env }: Engine, ...args: string[]): Promise<string> => {
  const { stdout } = await run(docker, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
};

/** Runs a docker command that prints as it goes. @throws a refusal when it fails */
export const dockerAloud = async (
  { docker, env }: Engine,
  args: readonly string[],
  { cwd, more = {} }: { cwd: string; more?: Readonly<Record<string, string>> },
): Promise<void> => {
  const running = spawn(docker, [...args], {
    cwd,
    env: { ...env, ...more },
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((done) => running.once('close', done));
  if (code !== 0) throw refusal(`docker ${args.slice(0, 3).join(' ')} … failed; see above.`);
};

/** `engine.ts [stop]`: starts the engine and prints how to reach it, or ends it. */
if (import.meta.main)
  await runScript(async () => {
    if (process.argv[2] === 'stop') return await stopEngine();
    const { docker, env } = await ensureEngine(say);
    for (const name of ['DOCKER_HOST', 'DOCKER_CONFIG'])
      if (env[name]) say(`export ${name}=${env[name]}`);
    say(`# ${docker}`);
  });
