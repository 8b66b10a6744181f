import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { refusal } from '@bulwark/tenancy';
import { benchStart } from '../tests/bench/start.ts';
import { runScript, say } from './settings.ts';

const benches = { start: benchStart } as const;

/** `npm run bench -- <name> [--json FILE]`: figures of this machine, with its load. */
await runScript(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' } },
  });
  const bench = benches[positionals[0] as keyof typeof benches];
  if (!bench)
    throw refusal(`Usage: npm run bench -- ${Object.keys(benches).join('|')} [--json FILE]`);
  const result = await bench((line) => void process.stderr.write(`${line}\n`));
  for (const { what, seconds, pssMiB, cpuMs } of result.rows) {
    const figures = [
      seconds === undefined ? '' : `${seconds.toFixed(1)} s`,
      pssMiB === undefined ? '' : `${pssMiB.toFixed(1)} MiB PSS`,
      cpuMs === undefined ? '' : `${cpuMs.toFixed(0)} ms CPU`,
    ];
    say(`${what.padEnd(56)} ${figures.filter(Boolean).join('   ')}`);
  }
  say(`load ${result.load.map((one) => one.toFixed(1)).join(' ')}`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
});
