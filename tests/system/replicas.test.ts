import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backup } from '@bulwark/backup';
import { notification } from '@bulwark/notification';
import type { Running, Service } from '@bulwark/runtime';
import { schemaName, type schemas } from '@bulwark/tenancy';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { copying, startCopy } from '../world/copies.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
const running: Running[] = [];

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  await acme.restart(async () => runWithout(acme, ['notification', 'backup']));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((copy) => copy.stop()));
});
afterAll(() => world.close());

/** These services run as replicas of their own instead. */
const runWithout = ({ cell }: Tenant, names: readonly string[]): void => {
  const file = join(cell.folder, 'cell.json');
  const spec = JSON.parse(readFileSync(file, 'utf8'));
  const services = spec.services.filter((name: string) => !names.includes(name));
  chmodSync(file, 0o640);
  writeFileSync(file, JSON.stringify({ ...spec, services }));
};

const startThree = async (service: Service): Promise<void> => {
  const copies = [1, 2, 3].map(() => startCopy(service, copying(world, acme)));
  running.push(...(await Promise.all(copies)));
};

const rows = (schema: (typeof schemas)[number], sql: string, values: readonly string[] = []) =>
  world.query(sql.replaceAll('@', `\`${schemaName(acme.entry.id, schema)}\`.`), values);

test('three replicas send each mail once', async () => {
  const ada = await firstPerson(acme);
  for (let n = 1; n <= 12; n += 1) {
    const email = `person${n}@acme.example`;
    const made = await ada.post('/api/identity/people', {
      ...{ name: `Person ${n}`, email, profiles: ['employee'] },
    });
    expect(made.status).toBe(201);
  }
  await startThree(notification);
  await eventually(async () => {
    const mails = await rows('notification', 'SELECT state FROM @mail');
    expect(mails.map(({ state }) => state)).toEqual(Array(12).fill('sent'));
  });
  const attempts = await rows('notification', 'SELECT n FROM @attempt');
  expect(attempts.map(({ n }) => n)).toEqual(Array(12).fill(1));
});

test('three replicas take a backup once', async () => {
  const id = randomUUID();
  await rows(
    'backup',
    "INSERT INTO @backup (id, state, attempts, started) VALUES (?, 'running', 0, NOW())",
    [id],
  );
  await startThree(backup);
  await eventually(async () => {
    const found = await rows('backup', 'SELECT state, attempts FROM @backup');
    expect(found).toEqual([{ state: 'verified', attempts: 1 }]);
  });
  const said = await rows('backup', 'SELECT payload FROM @outbox WHERE payload LIKE ?', [
    '%backup.taken%',
  ]);
  expect(said).toHaveLength(1);
});
