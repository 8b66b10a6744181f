import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const clone = join(import.meta.dirname, '../..');

type Ready = {
  readonly tenants: readonly {
    readonly slug: string;
    readonly url: string;
    readonly admin: { readonly email: string; readonly password: string };
  }[];
};

/** A whole installation as `npm start` makes it, in a home and on ports of its own. */
export const startInstallation = async () => {
  // Short and open to all, so that the tenants' accounts can enter it.
  const home = await mkdtemp(join(tmpdir(), 'bw-ui-'));
  await chmod(home, 0o755);
  const [httpsPort, httpPort] = await freePorts();
  const running = fork(join(clone, 'scripts/start.ts'), [], {
    cwd: clone,
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
  const ready: Ready = JSON.parse(await readFile(join(home, 'ready.json'), 'utf8'));
  return {
    home,
    tenant: (slug: string): Ready['tenants'][number] => {
      const tenant = ready.tenants.find((one) => one.slug === slug);
      if (!tenant) throw new Error(`the installation has no tenant ${slug}`);
      return tenant;
    },
    /** The folder of a tenant's cell. */
    cellOf: (slug: string): string => {
      const entries = readdirSync(join(home, 'tenants')).map((name) =>
        JSON.parse(readFileSync(join(home, 'tenants', name), 'utf8')),
      );
      return join(home, 'cells', entries.find((entry) => entry.slug === slug).id);
    },
    stop: async (): Promise<void> => {
      if (running.connected) running.disconnect();
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
};
export type Installation = Awaited<ReturnType<typeof startInstallation>>;

const isReady = (running: ChildProcess): Promise<void> =>
  new Promise((done, fail) => {
    const said: string[] = [];
    running.on('message', (line) => {
      said.push(String(line));
      if (line === 'READY') done();
    });
    running.on('exit', () => fail(new Error(`the start failed:\n${said.join('\n')}`)));
  });

/** Two ports that nobody listens on. */
const freePorts = async (): Promise<[number, number]> => {
  const servers = [createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
  for (const server of servers) server.close();
  return [ports[0] ?? 0, ports[1] ?? 0];
};
