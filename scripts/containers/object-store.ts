import { spawnSync } from 'node:child_process';
import { access, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusal } from '@bulwark/tenancy';
import { findProgram } from '../../deploy/host/apt.ts';
import { clone } from '../settings.ts';
import { fetchPackages } from './newer-packages.ts';

const program = 'github.com/versity/versitygw/cmd/versitygw';
const cached = join(clone, 'node_modules/.cache/bulwark/versitygw-1.8.0');
/** The first Go that fetches by itself the one that a module asks for. */
const oldestGo = 21;

/** Builds the object store as one static program from Go modules, each held to its checksum in go.sum. */
export const buildObjectStore = async (module: string, target: string): Promise<void> => {
  const there = await access(cached).then(
    () => true,
    () => false,
  );
  if (!there) await compile(module);
  await cp(cached, target);
};

const compile = async (module: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'bulwark-go-'));
  try {
    for (const name of ['go.mod', 'go.sum']) await cp(join(module, name), join(folder, name));
    const { go, env } = await findGo();
    const draft = `${cached}.${process.pid}`;
    const flags = ['-trimpath', '-mod=readonly', '-ldflags', '-s -w', '-o', draft, program];
    const ended = spawnSync(go, ['build', ...flags], {
      cwd: folder,
      env: { ...process.env, ...env, CGO_ENABLED: '0', GOTOOLCHAIN: 'auto' },
      stdio: ['ignore', 2, 2],
    });
    if (ended.status !== 0) throw refusal('The object store could not be built; see above.');
    await rename(draft, cached);
  } finally {
    await rm(folder, { recursive: true });
  }
};

type Go = { readonly go: string; readonly env: Readonly<Record<string, string>> };

/** The machine's Go, else that of Debian's newest release. */
const findGo = async (): Promise<Go> => {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  const present = await findProgram('go', folders);
  if (present && minorOf(present) >= oldestGo) return { go: present, env: {} };
  const root = await fetchPackages(['golang-1.26-go', 'golang-1.26-src']);
  const home = join(root, 'usr/lib/go-1.26');
  return { go: join(home, 'bin/go'), env: { GOROOT: home } };
};

const minorOf = (go: string): number => {
  const { stdout } = spawnSync(go, ['env', 'GOVERSION'], { encoding: 'utf8' });
  return Number(/^go1\.(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
};
