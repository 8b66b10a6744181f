import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBackup } from '@bulwark/backup/operator';
import { openObjects, type S3Place } from '@bulwark/objects';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { backUp, putBack } from './backup-scene.ts';

const server = JSON.parse(process.env.BULWARK_TEST_S3 || 'null');
const { accessKeyId = '', secretAccessKey = '', ...where } = server ?? {};

const whereThereIsOne = server ? describe : describe.skip;

whereThereIsOne('a cell whose objects are in a bucket', () => {
  let world: World;
  let acme: Tenant;
  let ada: Browser;
  let place: S3Place;

  beforeAll(async () => {
    world = await openWorld();
    acme = await world.addTenant('acme');
    place = { driver: 's3', ...where, prefix: `${acme.entry.id}/` };
    await acme.restart(async () => moveToBucket());
    ada = await firstPerson(acme);
  });
  afterAll(() => world.close());

  const moveToBucket = (): void => {
    const file = join(acme.cell.folder, 'cell.json');
    const spec = JSON.parse(readFileSync(file, 'utf8'));
    chmodSync(file, 0o640);
    writeFileSync(file, JSON.stringify({ ...spec, objects: place }));
    for (const service of ['backup', 'backup-child']) {
      const secrets = join(acme.cell.folder, 'secrets', service);
      writeFileSync(join(secrets, 's3.access-key'), accessKeyId, { mode: 0o400 });
      writeFileSync(join(secrets, 's3.secret-key'), secretAccessKey, { mode: 0o400 });
    }
  };

  test('its backup is taken there, sealed, and opens again', async () => {
    const { id, sha256 } = await backUp(ada);
    const objects = await openObjects(place, () => ({ accessKeyId, secretAccessKey }));
    const found = new Map<string, string>();
    for await (const { key } of objects.list(`backups/${id}/`)) {
      const pieces: Buffer[] = [];
      for await (const piece of objects.get(key)) pieces.push(piece);
      found.set(key, Buffer.concat(pieces).toString('latin1'));
    }
    expect([...found.keys()]).toEqual(
      expect.arrayContaining([`backups/${id}/manifest.json`, `backups/${id}/identity.person`]),
    );
    for (const text of found.values()) expect(text).not.toMatch(/ada@acme|Okafor|PRIVATE KEY/);
    const opened = await openBackup({ cell: acme.cell.folder, backup: id });
    expect(opened.sha256).toBe(sha256);
    expect(await opened.lostFiles()).toEqual([]);
  }, 60_000);

  test('the tenant is put back from there', async () => {
    const risk = (await ada.post('/api/records/risks', { title: 'In the bucket' })).body;
    const { id } = await backUp(ada);
    await ada.patch(`/api/records/risks/${risk.id}`, { title: 'Changed after' }, 1);
    expect(await putBack(world, acme, id)).toMatchObject({ backup: id, lostFiles: [] });
    const spec = JSON.parse(readFileSync(join(acme.cell.folder, 'cell.json'), 'utf8'));
    expect(spec).toMatchObject({ epoch: 2, objects: place });
  }, 90_000);
});
