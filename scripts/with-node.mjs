// Runs a script under the Node that the repository pins, installing the npm packages first where they
// are missing or older than the lock. Plain JavaScript for Node 20 and later, nothing but node: modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const clone = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(clone, 'node_modules', '.bin', 'node');
const stamp = join(clone, 'node_modules', '.bulwark-lock');
const [script, ...args] = process.argv.slice(2);

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(clone, 'package-lock.json')))
    .digest('hex');

const isFresh = () =>
  existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();

/** npm as the one who called us, as PATH has it, or as it lies beside this Node. */
const npmCommand = () => {
  const beside = join(dirname(process.execPath), 'npm');
  if (process.env.npm_execpath) return [process.execPath, process.env.npm_execpath];
  return existsSync(beside) ? [beside] : ['npm'];
};

const install = () => {
  process.stderr.write('Installing npm packages …\n');
  const [command, ...before] = npmCommand();
  const ended = spawnSync(command, [...before, 'install', '--no-audit', '--no-fund'], {
    cwd: clone,
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 2, 2],
  });
  if (ended.error || ended.status !== 0 || !existsSync(node)) {
    process.stderr.write(
      `The npm packages could not be installed. Run this and see what it says: npm install --no-audit --no-fund\n`,
    );
    process.exit(1);
  }
  // npm may have rewritten the lock: what counts is what lies in node_modules now.
  writeFileSync(stamp, lockHash());
};

const run = () => {
  const child = spawn(node, [join(clone, script), ...args], { stdio: 'inherit' });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.on('close', (code, name) => process.exit(code ?? 128 + constants.signals[name]));
};

if (!script) {
  process.stderr.write('Usage: node scripts/with-node.mjs <script.ts> [arguments]\n');
  process.exit(2);
}
if (!isFresh()) install();
run();
