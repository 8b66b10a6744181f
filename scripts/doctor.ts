import { parseArgs } from 'node:util';
import { findHome } from '../deploy/host/home.ts';
import { writeBundle } from './doctor/bundle.ts';
import { examine } from './doctor/examine.ts';
import { chosenHome, clone, runScript, say } from './settings.ts';

const MARK = { well: '●', missing: '○', ill: '✕' } as const;

/** `npm run doctor [-- --bundle FILE]`: what is missing, running, healthy; and a file for those who help. */
await runScript(async () => {
  const { values } = parseArgs({ options: { bundle: { type: 'string' } } });
  const home = await findHome({ clone, chosen: chosenHome() });
  const findings = await examine(clone, home);
  for (const { what, state, detail, advice } of findings) {
    say(`${MARK[state]} ${state.padEnd(8)} ${what.padEnd(24)} ${detail}`);
    if (advice) say(`             → ${advice}`);
  }
  if (values.bundle && home) {
    await writeBundle(values.bundle, { home, findings });
    say(
      `Wrote ${values.bundle}: it holds no secret and no personal value; look into it with zcat.`,
    );
  }
  if (findings.some(({ state }) => state === 'ill')) process.exitCode = 1;
});
