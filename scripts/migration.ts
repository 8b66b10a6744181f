import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTable } from '@bulwark/record';
import { recordTypes } from '../services/records/src/types/index.ts';
import { clone, runScript, say } from './settings.ts';

const folder = join(clone, 'services/records/migrations');

/** `npm run migration`: writes the statement that makes the table of each record type that has none yet. Read it. */
await runScript(async () => {
  const files = readdirSync(folder).sort();
  const without = recordTypes.filter(
    ({ name }) => !files.some((file) => file.endsWith(`-${name}.sql`)),
  );
  let number = Number(files.at(-1)?.slice(0, 4) ?? 0);
  for (const type of without) {
    number += 1;
    const file = `${String(number).padStart(4, '0')}-${type.name}.sql`;
    writeFileSync(join(folder, file), createTable(type));
    say(`Wrote services/records/migrations/${file}: read it, then commit it.`);
  }
  if (without.length === 0) say('Every record type has its table.');
});
