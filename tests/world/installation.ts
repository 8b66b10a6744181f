import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { type RequestOptions, request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ask, type Deliver, openBrowser } from './browser.ts';

const CLONE = join(import.meta.dirname, '../..');

type Ready = {
  readonly ca: string;
  readonly tenants: readonly {
    readonly slug: string;
    readonly url: string;
    readonly admin: { readonly email: string; readonly password: string };
  }[];
};

/** A whole installation as `npm start` makes it, in a home and on ports of its own. */
export const openInstallation = async ({ options = [] }: { options?: readonly string[] } = {}) => {
  // Short and open to all, so that the tenants' accounts can enter it.
  const home = await mkdtemp(join(tmpdir(), 'bw-'));
  await chmod(home, 0o755);
  const [httpsPort, httpPort] = await freePorts();
  const start = () => startAt(home, { httpsPort, httpPort, options });
  let running = await start();
  const ready: Ready = JSON.parse(await readFile(join(home, 'ready.json'), 'utf8'));
  const ca = await readFile(ready.ca, 'utf8');
  const tenant = (slug: string): Ready['tenants'][number] => {
    const found = ready.tenants.find((one) => one.slug === slug);
    if (!found) throw new Error(`the installation has no tenant ${slug}`);
    return found;
  };
  return {
    home,
    httpsPort,
    httpPort,
    ca,
    tenant,
    /** Somebody at a browser, who comes in through the gateway over TLS. */
    browser: (slug: string) =>
      openBrowser({
        deliver: throughGateway(new URL(tenant(slug).url), ca),
        now: () => new Date(),
      }),
    /** The folder of a tenant's cell. */
    cellOf: (slug: string): string => {
      const entries = readdirSync(join(home, 'tenants')).map((name) =>
        JSON.parse(readFileSync(join(home, 'tenants', name), 'utf8')),
      );
      return join(home, 'cells', entries.find((entry) => entry.slug === slug).id);
    },
    supervisor: () => running,
    /** Runs one of the operator's commands on it, and gives what it said. */
    run: (script: string, ...args: string[]): Promise<string> =>
      runScript(home, { script, args, httpsPort, httpPort }),
    /** Stops it in order and starts it again. */
    restart: async (): Promise<void> => {
      await end(running);
      running = await start();
    },
    /** Starts again after the supervisor was killed. */
    startAgain: async (): Promise<void> => {
      running = await start();
    },
    stop: async (): Promise<void> => {
      await end(running);
      await rm(home, { recursive: true, force: true });
    },
  };
};
export type RealInstallation = Awaited<ReturnType<typeof openInstallation>>;

type Command = { script: string; args: readonly string[]; httpsPort: number; httpPort: number };

const runScript = async (
  home: string,
  { script, args, httpsPort, httpPort }: Command,
): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(CLONE, `scripts/${script}.ts`), ...args],
    {
      cwd: CLONE,
      env: {
        ...process.env,
        BULWARK_HOME: home,
        BULWARK_HTTPS_PORT: String(httpsPort),
        BULWARK_HTTP_PORT: String(httpPort),
      },
    },
  );
  return stdout;
};

type Place = { httpsPort: number; httpPort: number; options: readonly string[] };

const startAt = async (home: string, { httpsPort, httpPort, options }: Place) => {
  const running = fork(join(CLONE, 'scripts/start.ts'), [...options], {
    cwd: CLONE,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      BULWARK_HOME: home,
      BULWARK_HTTPS_PORT: String(httpsPort),
      BULWARK_HTTP_PORT: String(httpPort),
    },
  });
  await isReady(running);
  return running;
};

const end = async (running: ChildProcess): Promise<void> => {
  if (running.connected) running.disconnect();
  if (running.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, 'exit');
  running.kill('SIGTERM');
  await ended;
};

const isReady = (running: ChildProcess): Promise<void> =>
  new Promise((done, fail) => {
    const said: string[] = [];
    running.on('message', (line) => {
      said.push(String(line));
      if (line === 'READY') done();
    });
    running.once('exit', () => fail(new Error(`the start failed:\n${said.join('\n')}`)));
  });

/** By address, with SNI and Host set: no resolver is asked. */
export const throughGateway =
  (url: URL, ca: string): Deliver =>
  (raw, sid) =>
    ask(
      request,
      {
        host: '127.0.0.1',
        port: url.port,
        servername: url.hostname,
        ca,
        agent: false,
      } as RequestOptions,
      {
        ...raw,
        headers: {
          host: url.host,
          ...(sid ? { cookie: `__Host-sid=${sid}` } : {}),
          ...raw.headers,
          ...(raw.body === undefined
            ? {}
            : { 'content-length': String(Buffer.byteLength(raw.body)) }),
        },
      },
    );

/** Two ports that nobody listens on. */
export const freePorts = async (): Promise<[number, number]> => {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    ports.push(typeof address === 'object' && address ? address.port : 0);
  }
  for (const server of servers) server.close();
  return [ports[0] ?? 0, ports[1] ?? 0];
};
