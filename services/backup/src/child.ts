import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openRaw } from '@bulwark/db/rows';
import { openCellObjects, readCell, serverOf } from '@bulwark/runtime';
import { z } from 'zod';
import { listFiles, storeSealedSet } from './archive/files.ts';
import type { Contents } from './archive/manifest.ts';
import { takeSchemas } from './archive/take.ts';
import { verifyContents } from './archive/verify.ts';
import { cellFolder } from './config.ts';

/**
 * Takes one backup and ends. The only process that holds the password of the login which reads all schemas of its
 * tenant. It is given one line, `{ backup, key }`, and answers one, `{ contents }` or `{ error }`.
 */
const task = z.strictObject({ backup: z.uuid(), key: z.base64() });

const take = async (line: string): Promise<Contents> => {
  const { backup, key: encoded } = task.parse(JSON.parse(line));
  const key = Buffer.from(encoded, 'base64');
  const folder = cellFolder();
  const { spec, secret } = readCell(folder);
  const objects = await openCellObjects(spec, (name) => secret('backup-child', name));
  const login = {
    ...serverOf(spec),
    user: `${spec.id}_backup_reader`,
    password: secret('backup-child', 'reader.password').reveal(),
  };
  const snapshot = await openRaw(login, { snapshot: true });
  const around = { backup, tenant: spec.id, key, snapshot, objects, now: () => new Date() };
  const copied = await takeSchemas(around).finally(snapshot.close);
  const recovery = createPublicKey(readFileSync(join(folder, 'keys', 'recovery.pub')));
  const set = { backup, tenant: spec.id, cell: folder, recovery };
  const sealedSet = await storeSealedSet(objects, set);
  const contents = { ...copied, sealedSet, files: await listFiles(objects) };
  await verifyContents(contents, { objects, key });
  return contents;
};

const answer = (reply: object, code: number): void => {
  process.stdout.write(`${JSON.stringify(reply)}\n`, () => process.exit(code));
};

const lines = createInterface({ input: process.stdin });
// The parent holds the pipe open: its end means that nobody waits for this backup any more.
lines.once('close', () => process.exit(1));
lines.once('line', (line) => {
  take(line).then(
    (contents) => answer({ contents }, 0),
    (error: unknown) =>
      answer({ error: error instanceof Error ? error.message : String(error) }, 1),
  );
});
