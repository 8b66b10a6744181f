import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeClaims, type Promised } from './claims/judge.ts';
import { commitOf, readResults, readStamp } from './results.ts';
import { clone, runScript, say } from './settings.ts';

/** `npm run claims`: of each promise of the security page, whether this very commit was seen to keep it, and by what. */
await runScript(async () => {
  const options = process.argv.slice(2);
  if (options.includes('--run')) {
    spawnSync(process.execPath, [join(clone, 'scripts/test.ts')], { stdio: ['ignore', 2, 2] });
  }
  const promises: Promised[] = JSON.parse(readFileSync(join(clone, 'docs/claims.json'), 'utf8'));
  const stamp = readStamp();
  const isCurrent = stamp?.whole === true && stamp.commit === commitOf(clone);
  const judged = judgeClaims(promises, isCurrent ? readResults() : { suites: [] });
  if (options.includes('--json')) {
    say(JSON.stringify(judged, null, 2));
    return;
  }
  for (const { id, state, tests } of judged) say(`${id}\t${state}\t${tests.join(' · ')}`);
  if (!isCurrent) {
    process.stderr.write(
      'No whole test run of this very commit is known: npm run claims -- --run\n',
    );
  }
});
