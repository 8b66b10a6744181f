import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { refusal } from '@bulwark/tenancy';
import { fingerprint, sourceFiles } from './sources.ts';

/** What the browser's code is made from. */
const folders = ['packages/web', 'packages/record', 'packages/trail'];

/** Builds the browser's code into a folder; the same sources are built once. */
export const buildWeb = (clone: string, target: string): void => {
  if (!existsSync(join(clone, 'packages/web/index.html'))) return;
  const files = [
    ...sourceFiles(clone, folders),
    join(clone, 'package-lock.json'),
    import.meta.filename,
  ];
  const cache = join(clone, 'node_modules/.cache/bulwark/web', fingerprint(clone, files));
  if (!existsSync(cache)) runVite(clone, cache);
  cpSync(cache, target, { recursive: true });
};

const runVite = (clone: string, cache: string): void => {
  const draft = `${cache}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const vite = join(clone, 'node_modules/vite/bin/vite.js');
  const ended = spawnSync(
    process.execPath,
    [vite, 'build', 'packages/web', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: clone,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 2, 2],
    },
  );
  if (ended.status !== 0) throw refusal('The browser’s code could not be built; see above.');
  compress(draft);
  rmSync(cache, { recursive: true, force: true });
  renameSync(draft, cache);
};

/** Puts `<file>.br` beside each text that is shorter so: done once here, at the best quality, and never while serving. */
const compress = (folder: string): void => {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|json|svg|txt|webmanifest)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    const brotli = brotliCompressSync(content);
    if (brotli.length < content.length) writeFileSync(`${file}.br`, brotli);
  }
};
