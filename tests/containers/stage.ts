import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureEngine } from '../../scripts/containers/engine.ts';
import { makeImages } from '../../scripts/containers/images.ts';
import { openBrowser } from '../world/browser.ts';
import { freePorts, throughGateway } from '../world/installation.ts';

const clone = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Tells what is done, and how long it took. */
export const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  const result = await work();
  tell(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
};
export const tell = (line: string): void => {
  process.stderr.write(`  ${line}\n`);
};

export type Container = {
  readonly Name: string;
  readonly Config: { readonly User: string; readonly Image: string };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly Privileged: boolean;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly NetworkMode: string;
    readonly PidMode: string;
    readonly Binds: readonly string[] | null;
  };
  readonly Mounts: readonly { readonly Type: string; readonly Destination: string }[];
  readonly NetworkSettings: {
    readonly Networks: { readonly [name: string]: { readonly IPAddress: string } };
  };
};

/** The whole of docker-compose.yml under a name and on ports of its own, from nothing: engine, images, containers. */
export const openContainers = async () => {
  const engine = await timed('engine', () => ensureEngine(tell));
  await timed('images', () => makeImages(engine, [], tell));
  const project = `bulwark-proof-${randomBytes(3).toString('hex')}`;
  const [httpsPort, httpPort] = await freePorts();
  const env = {
    ...engine.env,
    BULWARK_HTTPS_PORT: String(httpsPort),
    BULWARK_HTTP_PORT: String(httpPort),
  };
  const docker = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(engine.docker, args, { cwd: clone, env, maxBuffer: 1 << 28 });
    return stdout;
  };
  const compose = (...args: string[]) => docker('compose', '-p', project, ...args);
  const operator = (...task: string[]) =>
    compose('run', '--rm', '--no-deps', '-T', 'setup', ...task);
  const down = () => compose('down', '-v', '--timeout', '10');
  try {
    await timed('compose up --wait', () => compose('up', '-d', '--wait'));
  } catch (error) {
    tell(await compose('logs', '--tail', '20'));
    await down();
    throw error;
  }
  const ready = JSON.parse(await operator('ready-json'));
  const ca = await operator('ca');
  const tenant = (slug: string) =>
    ready.tenants.find((one: { slug: string }) => one.slug === slug) as {
      url: string;
      admin: { email: string; password: string };
    };
  return {
    docker,
    compose,
    operator,
    tenant,
    down,
    browser: (slug: string) =>
      openBrowser({
        deliver: throughGateway(new URL(tenant(slug).url), ca),
        now: () => new Date(),
      }),
    /** What the engine calls the n-th container of a service, from 1 on. */
    nameOf: (service: string, index: number) => `${project}-${service}-${index}`,
    /** Containers that run, as the engine describes them. */
    running: async (): Promise<readonly Container[]> => {
      const ids = (await compose('ps', '-q')).trim().split('\n');
      return JSON.parse(await docker('inspect', ...ids));
    },
    /** Runs a command in the first container of a service; what it says, also when it fails. */
    inside: (service: string, ...command: string[]): Promise<string> =>
      compose('exec', '-T', service, ...command).then(
        (said) => said.trim(),
        (error: Error & { stderr?: string; stdout?: string }) =>
          `${error.stdout}${error.stderr}`.trim(),
      ),
  };
};
export type Containers = Awaited<ReturnType<typeof openContainers>>;

const node = '/opt/bulwark/builds/current/node';
const knock = `
const { connect } = require('node:net');
const asked = process.argv.slice(1).map((target) => new Promise((done) => {
  const [host, port] = target.split(' ');
  const socket = connect({ host, port: Number(port), timeout: 3000 }, () => { socket.destroy(); done([target, 'open']); });
  socket.once('timeout', () => socket.destroy(new Error('silence')));
  socket.once('error', (error) => done([target, error.code ?? error.message]));
}));
Promise.all(asked).then((all) => process.stdout.write(JSON.stringify(Object.fromEntries(all))));
`;

/** Asks the network, from inside a container of ours: `host port` → `open`, or how it failed. */
export const knockFrom = async (
  { inside }: Containers,
  service: string,
  targets: readonly string[],
): Promise<Record<string, string>> =>
  JSON.parse(await inside(service, node, '-e', knock, ...targets));
