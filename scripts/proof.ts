import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { refusal } from '@bulwark/tenancy';
import { provePlants } from './proof/plants.ts';
import { clone, runScript, say } from './settings.ts';

/** What takes too long for every run, by name: the suites that then do all they can. */
const proofs = {
  kills: ['tests/faults'],
  restore: ['tests/system/restore-cut-off', 'tests/system/backup'],
  containers: ['tests/containers'],
} as const;

/**
 * `npm run proof -- [kills|restore|containers]`: the long form of the suites, with a printed seed (BULWARK_SEED repeats one).
 * `npm run proof -- plants [4.1 …]`: breaks the product on purpose, once per promise, and sees a test of it fail.
 */
await runScript(async () => {
  const [name, ...rest] = process.argv.slice(2);
  if (name === 'plants') {
    const unnoticed = await provePlants(rest);
    say(`${unnoticed} faults were not noticed`);
    process.exitCode = unnoticed === 0 ? 0 : 1;
    return;
  }
  const wanted = name ? proofs[name as keyof typeof proofs] : Object.values(proofs).flat();
  if (!wanted) throw refusal(`Usage: npm run proof -- [${Object.keys(proofs).join('|')}|plants]`);
  const running = spawn(process.execPath, [join(clone, 'scripts/test.ts'), ...wanted], {
    stdio: 'inherit',
    env: { ...process.env, BULWARK_PROOF: '1' },
  });
  const [code] = await once(running, 'close');
  process.exitCode = code ?? 1;
});
