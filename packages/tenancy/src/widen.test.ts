import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeTenant } from './directory.ts';
import { cellPaths, pathsOf } from './installation.ts';
import { provision } from './provision.ts';
import { readerName, schemaName } from './schemas.ts';
import { bringUpToDate } from './tenants.ts';
import {
  build,
  namesIn,
  openTestInstallation,
  type TestInstallation,
} from './test-installation.ts';

let test_: TestInstallation;
beforeEach(async () => {
  test_ = await openTestInstallation();
});
afterEach(async () => {
  await test_.remove();
});

const order = { slug: 'acme', name: 'Acme', adminName: 'Ada', adminEmail: 'a@acme.example', build };

/** A tenant as an earlier build made it, which knew no backup. */
const older = async () => {
  const { installation, parts, admin } = test_;
  const entry = await provision(parts, installation, order);
  const paths = cellPaths(installation, entry.id);
  for (const part of ['backup', 'backup-child'])
    await rm(paths.secretsOf(part), { recursive: true });
  await rm(paths.objects, { recursive: true });
  await admin.query(`DROP DATABASE \`${schemaName(entry.id, 'backup')}\``);
  for (const login of [schemaName(entry.id, 'backup'), readerName(entry.id)])
    await admin.query(`DROP USER '${login}'@'localhost'`);
  return { entry, paths };
};

test('[claim 3.8] a tenant of an earlier build gets its backup at the next start, its secrets unchanged', async () => {
  const { installation, parts, admin } = test_;
  const { entry, paths } = await older();
  const kek = await readFile(join(paths.secretsOf('identity'), 'kek'), 'utf8');
  await bringUpToDate(parts, installation, 'newer');
  expect(await namesIn(paths.secretsOf('backup-child'))).toEqual(['reader.password']);
  expect(await namesIn(paths.secretsOf('backup'))).toContain('kek');
  expect(await namesIn(paths.objects)).toEqual([]);
  const rows = await admin.query('SELECT user FROM mysql.global_priv WHERE user = ?', [
    readerName(entry.id),
  ]);
  expect(rows).toHaveLength(1);
  expect(await readFile(join(paths.secretsOf('identity'), 'kek'), 'utf8')).toBe(kek);
});

test('[claim 3.8] a tenant that is being restored is left alone by a start', async () => {
  const { installation, parts } = test_;
  const entry = await provision(parts, installation, order);
  await writeTenant(pathsOf(installation).tenants, { ...entry, state: 'restoring' });
  const [left] = await bringUpToDate(parts, installation, 'newer');
  expect(left).toEqual({ ...entry, state: 'restoring' });
});
