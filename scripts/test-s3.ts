import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findProgram, installCommand, installPackages } from '../deploy/host/apt.ts';
import { isRoot } from '../deploy/host/privileged.ts';
import { clone } from './settings.ts';

/** A server of S3's API that checks signatures, over a folder. A Go module: its checksum is in Go's public database. */
const module = 'github.com/versity/versitygw/cmd/versitygw';
const version = 'v1.8.0';
/** The Go that builds it, itself a module, where the machine's is older. */
const toolchain = 'go1.26.0';
const cache = join(clone, 'node_modules/.cache/bulwark/s3');
const program = join(cache, version, 'versitygw');

type Say = (line: string) => void;
const quiet: Say = (line) => void process.stderr.write(`${line}\n`);

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The server's program, built once; null when it can not be had here, and says so. */
const ensureProgram = async (say: Say): Promise<string | null> => {
  if (await exists(program)) return program;
  const found = (await findGo()) ?? (isRoot() ? await installGo(say) : null);
  const go = found ? await youngGo(found) : null;
  if (!go) {
    const command = installCommand(['golang-go']);
    say(`Go is missing: the S3 tests are skipped. ${isRoot() ? '' : 'sudo '}${command}`);
    return null;
  }
  say('Building the S3 server of the tests (a minute or two, once) …');
  const draft = join(cache, `${version}.${process.pid}`);
  await mkdir(draft, { recursive: true });
  const built = await run(go, ['install', '-ldflags=-s -w', `${module}@${version}`], {
    GOBIN: draft,
  });
  if (built) await rename(draft, join(cache, version)).catch(() => undefined);
  await rm(draft, { recursive: true, force: true });
  if (await exists(program)) return program;
  say('The S3 server could not be built: its tests are skipped. See above what Go says.');
  return null;
};

const findGo = (): Promise<string | null> =>
  findProgram('go', [...(process.env.PATH ?? '').split(':'), '/usr/local/go/bin', '/usr/bin']);

const installGo = async (say: Say): Promise<string | null> => {
  say('Installing Go …');
  await installPackages(['golang-go']);
  return await findGo();
};

const environment = { ...process.env, GOTOOLCHAIN: 'auto', GOFLAGS: '-modcacherw' };

const run = async (go: string, args: readonly string[], more = {}): Promise<boolean> => {
  const running = spawn(go, [...args], {
    cwd: tmpdir(),
    env: { ...environment, ...more },
    stdio: ['ignore', 2, 2],
  });
  const [code] = await once(running, 'close');
  return code === 0;
};

/** From 1.21 on Go fetches a younger one by itself; for an older one it is a module like any other. */
const youngGo = async (go: string): Promise<string | null> => {
  const { stdout } = spawnSync(go, ['version'], { encoding: 'utf8' });
  const minor = Number(/go1\.(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
  return minor >= 21 ? go : await fetchGo(go);
};

export const fetchGo = async (go: string): Promise<string | null> => {
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const wanted = `golang.org/toolchain@v0.0.1-${toolchain}.linux-${arch}`;
  const { stdout } = spawnSync(go, ['mod', 'download', '-json', wanted], {
    cwd: tmpdir(),
    env: environment,
    encoding: 'utf8',
  });
  const folder = /"Dir": "([^"]+)"/.exec(stdout ?? '')?.[1];
  if (!folder) return null;
  // A module's files come without the right to be run.
  for (const bin of ['bin', `pkg/tool/linux_${arch}`])
    for (const name of await readdir(join(folder, bin)))
      await chmod(join(folder, bin, name), 0o755);
  return join(folder, 'bin', 'go');
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
};

/** One private S3 server with a bucket for a test run; `task` gets where it is as JSON, or nothing when it can not be had. */
export const withTestS3 = async <T>(task: (s3: string) => Promise<T>): Promise<T> => {
  const found = await ensureProgram(quiet);
  if (!found) return await task('');
  const home = await mkdtemp(join(tmpdir(), 'bulwark-s3-'));
  await mkdir(join(home, 'buckets', 'objects'), { recursive: true });
  await mkdir(join(home, 'meta'));
  const port = await freePort();
  const login = {
    accessKeyId: randomBytes(10).toString('hex').toUpperCase(),
    secretAccessKey: randomBytes(20).toString('hex'),
  };
  const running = spawn(
    found,
    [
      '--port',
      `127.0.0.1:${port}`,
      'posix',
      '--sidecar',
      join(home, 'meta'),
      join(home, 'buckets'),
    ],
    {
      env: { ROOT_ACCESS_KEY: login.accessKeyId, ROOT_SECRET_KEY: login.secretAccessKey },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    await answers(endpoint);
    return await task(
      JSON.stringify({ endpoint, region: 'us-east-1', bucket: 'objects', ...login }),
    );
  } finally {
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
    await rm(home, { recursive: true, force: true });
  }
};

const answers = async (endpoint: string): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const isThere = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await pause(100);
  }
  throw new Error('the S3 server of the tests does not answer');
};
