import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deleteTenant, provision, show } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { backUp, checksumsOf } from './backup-scene.ts';

let world: World;
let neighbour: Tenant;

beforeAll(async () => {
  world = await openWorld();
  neighbour = await world.addTenant('globex');
});
afterAll(() => world.close());

const remove = (tenant: Tenant, changes: object = {}, step?: (name: string) => void) => {
  const whenStopped = () => tenant.stop();
  const parts = { ...world.parts, now: tenant.now, whenStopped, ...(step ? { step } : {}) };
  const { slug } = tenant.entry;
  const order = { slug, operator: 'olivia', reason: 'Contract ended', withoutBackup: false };
  return deleteTenant(parts, world.installation, { ...order, ...changes });
};

/** Everything that bears a tenant's id: schemas, logins, files. */
const traces = async (id: string): Promise<string[]> => {
  const schemas = await world.query(
    'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?',
    [`${id}%`],
  );
  const logins = await world.query('SELECT user AS name FROM mysql.global_priv WHERE user LIKE ?', [
    `${id}%`,
  ]);
  const folders = [
    'cells',
    'run',
    'objects',
    'gateway/certificates',
    'secrets/first-login',
    'witness/logs',
  ];
  const files = folders.flatMap((folder) =>
    readdirSync(join(world.home, folder)).filter((name) => name.startsWith(id)),
  );
  return [...[...schemas, ...logins].map(({ name }) => String(name)), ...files];
};

test('[claim 3.8] a tenant without a verified backup of today is not deleted, unless that is typed out', async () => {
  const acme = await world.addTenant('acme');
  await expect(remove(acme)).rejects.toThrow('no verified backup of the last 24 hours');
  const ada = acme.browser();
  await ada.signInFirst(acme.admin.email, acme.admin.oneTimePassword);
  await backUp(ada);
  acme.advance(25 * 3600);
  await expect(remove(acme)).rejects.toThrow('no verified backup of the last 24 hours');
  expect(await show(world.installation, 'acme')).toMatchObject({ entry: { state: 'active' } });
});

test.each(['suspend', 'keys', 'objects', 'schemas', 'logins', 'bus', 'entry', 'folders'])(
  '[claim 3.8] a deletion that is cut off after %s is finished by a second call, and leaves nothing',
  async (at) => {
    const slug = `gone-${at}`;
    const tenant = await world.addTenant(slug);
    const before = await checksumsOf(world, neighbour);
    const { id } = tenant.entry;
    expect((await traces(id)).length).toBeGreaterThan(15);
    const step = (name: string) => {
      if (name === at) throw new Error(`cut off after ${name}`);
    };
    await expect(remove(tenant, { withoutBackup: true }, step)).rejects.toThrow(`after ${at}`);
    const certificate = await remove(tenant);
    expect(certificate).toMatchObject({ id, slug, operator: 'olivia', lastBackup: null });
    expect(await remove(tenant)).toEqual(certificate);
    const file = join(world.home, 'deleted', `${id}.json`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(certificate);
    expect(await traces(id)).toEqual([]);
    expect(existsSync(join(world.home, 'journals', `${id}.deletion.json`))).toBe(false);
    expect(await show(world.installation, slug)).toEqual({
      state: 'absent',
      begun: false,
      ended: true,
    });
    expect(await checksumsOf(world, neighbour)).toEqual(before);
    const order = { slug, name: 'Again', adminName: 'A', adminEmail: 'a@b.example', build: 'b' };
    await expect(provision(world.parts, world.installation, order)).rejects.toThrow(
      'not given again',
    );
  },
);
