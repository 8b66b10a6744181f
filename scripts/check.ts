import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clone, say } from './settings.ts';

type Check = { readonly name: string; readonly bin: string; readonly args: readonly string[] };

const ruled = ['packages', 'services', 'deploy', 'scripts'];

const checks = (): readonly Check[] => [
  { name: 'tsc', bin: 'tsc', args: [] },
  { name: 'tsc web', bin: 'tsc', args: ['-p', 'packages/web'] },
  { name: 'tsc browser', bin: 'tsc', args: ['-p', 'tests/browser'] },
  { name: 'biome', bin: 'biome', args: ['check', '.'] },
  {
    name: 'depcruise',
    bin: 'depcruise',
    args: [
      ...ruled.filter((folder) => existsSync(join(clone, folder))),
      '--config',
      '.dependency-cruiser.cjs',
    ],
  },
];

/** Types, style and import rules, all at once; prints what each took, and the output of those that failed. */
export const runChecks = async (): Promise<boolean> => {
  const results = await Promise.all(checks().map(runCheck));
  for (const { name, seconds, passed, output } of results) {
    say(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds.toFixed(1)} s`);
    if (!passed) say(output);
  }
  return results.every(({ passed }) => passed);
};

const runCheck = async ({ name, bin, args }: Check) => {
  const began = performance.now();
  const folder = join(clone, 'node_modules', '.bin');
  const running = spawn(join(folder, bin), [...args], {
    cwd: clone,
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  running.stdout.on('data', (chunk) => chunks.push(chunk));
  running.stderr.on('data', (chunk) => chunks.push(chunk));
  const [code] = await once(running, 'close');
  const seconds = (performance.now() - began) / 1000;
  return { name, seconds, passed: code === 0, output: Buffer.concat(chunks).toString() };
};

if (import.meta.main) process.exitCode = (await runChecks()) ? 0 : 1;
