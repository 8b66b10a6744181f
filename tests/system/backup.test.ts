import { createPrivateKey } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSealed } from '@bulwark/crypto';
import { pathsOf, schemaName, schemas } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { backUp, checksumsOf, loadOn, putBack, schemasOf } from './backup-scene.ts';

let world: World;
let acme: Tenant;
let globex: Tenant;
let ada: Browser;
let account: { password: string; secret: string };

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  globex = await world.addTenant('globex');
  ada = acme.browser();
  await ada.signInFirst(acme.admin.email, acme.admin.oneTimePassword);
  account = { password: ada.jar.password, secret: ada.jar.secret };
});
afterAll(() => world.close());

const signInAgain = async (): Promise<Browser> => {
  acme.advance(90);
  const browser = acme.browser();
  await browser.signIn(acme.admin.email, account);
  await browser.session();
  return browser;
};

const personOf = async (browser: Browser, email: string) => {
  const { body } = await browser.get(`/api/identity/people?search=${email}`);
  return body.items[0];
};

const addPerson = async (name: string, profiles: string[]) => {
  const email = `${name}@acme.example`;
  const made = await ada.post('/api/identity/people', { name, email, profiles });
  expect(made.status).toBe(201);
  return made.body;
};

test('[claim 3.8] a backup is taken of one tenant alone, read back, and stands in the trail', async () => {
  const taken = await backUp(ada);
  expect(taken.rows).toBeGreaterThan(20);
  const entries = await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${taken.id}`);
    expect(body.items).toHaveLength(2);
    return body.items;
  });
  expect(entries).toMatchObject([
    {
      action: 'backup.taken',
      outcome: 'success',
      actor: { type: 'service' },
      changes: [
        { path: '/taken', after: taken.taken },
        { path: '/rows', after: taken.rows },
        { path: '/bytes', after: taken.bytes },
        { path: '/sha256', after: taken.sha256 },
      ],
    },
    { action: 'backup.create', actor: { type: 'person', name: 'Ada Okafor' } },
  ]);
});

test('[claim 3.8] the backup’s login reads this tenant’s schemas, changes none, and sees no other', async () => {
  const id = acme.entry.id;
  const grants = await world.query(`SHOW GRANTS FOR '${id}_backup_reader'@'localhost'`);
  const given = grants.map((row) => String(Object.values(row)[0])).filter((g) => !/USAGE/.test(g));
  const pattern = (schema: string) => `\`${id}\\_${schema}\`.*`;
  const wanted = schemas
    .filter((schema) => schema !== 'bus')
    .map((schema) => `GRANT SELECT ON ${pattern(schema)} TO \`${id}_backup_reader\`@\`localhost\``);
  expect(given.sort()).toEqual(wanted.sort());
});

test('[claim 3.8] nothing of a backup can be read in storage', async () => {
  const { id } = await backUp(ada);
  const folder = join(world.home, 'objects', acme.entry.id, 'backups', id);
  const person = readFileSync(join(folder, 'identity.person')).toString('latin1');
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  for (const text of [person, manifest, readFileSync(join(folder, 'sealed-set.json'), 'utf8')])
    expect(text).not.toMatch(/ada@acme|Okafor|BEGIN PRIVATE KEY/);
});

test('[claim 3.8] a restore brings back the state, keeps the trail, and gives nobody a session or power back', async () => {
  const risk = (await ada.post('/api/records/risks', { title: 'Ransomware' })).body;
  const leaver = await addPerson('leaver', ['employee']);
  const demoted = await addPerson('demoted', ['administrator', 'employee']);
  const { id } = await backUp(ada);

  await ada.patch(`/api/records/risks/${risk.id}`, { title: 'Changed after' }, 1);
  const later = (await ada.post('/api/records/risks', { title: 'Made after' })).body;
  const ended = await ada.call('POST', `/api/identity/people/${leaver.id}/deactivate`, {
    body: { reason: 'Left the company' },
    headers: { 'if-match': '"1"' },
  });
  expect(ended.status).toBe(200);
  await ada.patch(`/api/identity/people/${demoted.id}`, { profiles: ['employee'] }, 1);

  const load = await loadOn(globex);
  const before = await checksumsOf(world, globex);
  const restored = await putBack(world, acme, id);
  expect(await load.end()).toEqual({ refused: 0, answered: true });
  expect(restored).toMatchObject({ backup: id, administrators: 1, lostFiles: [] });
  expect(restored.entry).toMatchObject({ state: 'active', epoch: 2 });
  expect(await checksumsOf(world, globex)).toEqual(before);

  expect((await ada.session()).state).toBe('anonymous');
  const again = await signInAgain();
  const { body } = await again.get(`/api/records/risks/${risk.id}`);
  expect(body).toMatchObject({ title: 'Ransomware', rev: 1 });
  expect((await again.get(`/api/records/risks/${later.id}`)).status).toBe(404);
  expect(await personOf(again, 'leaver')).toMatchObject({ state: 'deactivated' });
  expect(await personOf(again, 'demoted')).toMatchObject({ profiles: ['employee'] });

  await again.patch(`/api/records/risks/${risk.id}`, { title: 'After the restore' }, 1);
  const trail = await eventually(async () => {
    const { body } = await again.get('/api/audit/entries?limit=200');
    expect(body.indexed.upTo).toBe(body.indexed.of);
    const edits = body.items.filter(({ action }: { action: string }) => action === 'risk.edit');
    expect(edits).toHaveLength(2);
    return body.items;
  });
  const of = (resource: string) =>
    trail
      .filter((entry: { resource: { id: string } | null }) => entry.resource?.id === resource)
      .map(({ action }: { action: string }) => action);
  expect(of(risk.id)).toEqual(['risk.edit', 'risk.edit', 'risk.create']);
  expect(of(later.id)).toEqual(['risk.create']);
  expect(of(leaver.id)).toEqual(['person.deactivate', 'person.deactivate', 'person.create']);
  expect(of(demoted.id)).toEqual(['person.edit', 'person.edit', 'person.create']);
  const restore = trail.find(({ action }: { action: string }) => action === 'tenant.restore');
  expect(restore).toMatchObject({
    actor: { type: 'operator' },
    changes: [
      { path: '/epoch', after: 2 },
      { path: '/backup', after: id },
      { path: '/taken' },
      { path: '/sha256' },
      { path: '/operator', after: 'olivia' },
      { path: '/reason', after: 'A wrong import' },
    ],
  });
  ada = again;
});

test('[claim 3.8] the lanes are dense in each epoch, and the ledger has every entry once', async () => {
  const ledger = schemaName(acme.entry.id, 'ledger');
  const bundles = await world.query(
    `SELECT first_leaf, leaves, positions FROM \`${ledger}\`.bundle ORDER BY first_leaf`,
  );
  let size = 0;
  const counted = new Map<string, number>();
  let last: Record<string, { epoch: number; n: number }> = {};
  for (const { first_leaf, leaves, positions } of bundles) {
    expect(Number(first_leaf)).toBe(size);
    size += Number(leaves);
    const now = JSON.parse(String(positions));
    for (const [lane, { epoch, n }] of Object.entries<{ epoch: number; n: number }>(now)) {
      if (last[lane]?.epoch === epoch && last[lane]?.n === n) continue;
      const key = `${lane} ${epoch}`;
      counted.set(key, (counted.get(key) ?? 0) + Number(leaves));
      expect(counted.get(key)).toBe(n);
    }
    last = now;
  }
  expect([...counted.keys()]).toEqual(
    expect.arrayContaining(['identity/audit 1', 'identity/audit 2']),
  );
});

test('[claim 3.8] a backup of one tenant is refused at another, also with its files copied there', async () => {
  const { id } = await backUp(ada);
  await expect(putBack(world, globex, id)).rejects.toThrow('There is no backup');
  const before = await checksumsOf(world, globex);
  const at = (tenant: Tenant) => join(world.home, 'objects', tenant.entry.id, 'backups', id);
  cpSync(at(acme), at(globex), { recursive: true });
  await expect(putBack(world, globex, id)).rejects.toThrow('of another tenant');
  expect(await checksumsOf(world, globex)).toEqual(before);
});

test('[claim 3.8] a backup that was changed in storage is not put back', async () => {
  const { id } = await backUp(ada);
  const file = join(world.home, 'objects', acme.entry.id, 'backups', id, 'manifest.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('identity.person', 'identity.qerson'));
  await expect(putBack(world, acme, id)).rejects.toThrow('was changed');
});

test('with the recovery key alone the sealed set of a backup gives back every secret', async () => {
  const { id } = await backUp(ada);
  const folder = join(world.home, 'objects', acme.entry.id, 'backups', id);
  const { recoveryPrivateKey } = pathsOf(world.installation);
  const secrets = JSON.parse(
    openSealed(readFileSync(join(folder, 'sealed-set.json'), 'utf8'), {
      name: 'recovery',
      privateKey: createPrivateKey(readFileSync(recoveryPrivateKey)),
      context: `${acme.entry.id}|cell`,
    }),
  );
  expect(secrets['backup/kek'].trim()).toBe(acme.cell.secret('backup', 'kek').reveal());
  expect(secrets['identity/pepper'].trim()).toBe(acme.cell.secret('identity', 'pepper').reveal());
});

test('[claim 3.8] every schema of the tenant is in the backup but the bus', async () => {
  const { id } = await backUp(ada);
  const file = join(world.home, 'objects', acme.entry.id, 'backups', id, 'manifest.json');
  expect(schemasOf(readFileSync(file, 'utf8'))).toEqual(
    schemas.filter((schema) => schema !== 'bus').toSorted(),
  );
});
