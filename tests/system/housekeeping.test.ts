import { schemaName, type schemas, services } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

const DAY = 24 * 60 * 60;

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
  await somebody(acme, ada, { name: 'Emil Engel', profiles: ['employee'] });
  await ada.get('/api/records/risks');
  await acme.browser().post('/api/identity/reset', { email: acme.admin.email });
});
afterAll(() => world.close());

const count = async (schema: (typeof schemas)[number], table: string, where = '1 = 1') => {
  const name = schemaName(acme.entry.id, schema);
  const [row] = await world.query(`SELECT COUNT(*) AS n FROM \`${name}\`.${table} WHERE ${where}`);
  return Number(row?.n);
};

/** Lets a day's jobs fall due, and waits until every service has done its own. */
const pass = async (days: number): Promise<void> => {
  acme.advance(days * DAY);
  await acme.restart();
  await eventually(async () => {
    for (const service of services) {
      const done = `name = 'housekeeping' AND due > '${acme.now().toISOString().slice(0, 19)}'`;
      expect([service, await count(service, 'job', done)]).toEqual([service, 1]);
    }
  });
};

const old = (): string =>
  `created < '${new Date(acme.now().getTime() - 7 * DAY * 1000).toISOString().slice(0, 19)}'`;

const oldRows = async (): Promise<number> => {
  const rows = await Promise.all(services.map((service) => count(service, 'outbox', old())));
  return rows.reduce((sum, n) => sum + n, 0);
};

test('after a week and an acknowledgement outboxes and bus let go of what all have', async () => {
  expect(await count('identity', 'outbox')).toBeGreaterThan(10);
  expect(await count('bus', 'run')).toBeGreaterThan(5);
  const youngest = new Date(acme.now().getTime() + 1000).toISOString().slice(0, 19);
  await pass(8);
  await eventually(async () => {
    for (const service of services)
      expect([service, await count(service, 'acknowledged')]).toEqual([
        service,
        services.length + 1,
      ]);
  });
  await pass(1);
  expect(await count('identity', 'outbox', `created < '${youngest}'`)).toBe(0);
  expect(await oldRows()).toBe(0);
  expect(await count('bus', 'run', old())).toBe(0);
});

test('sessions, links, counters and visits that are over are forgotten', async () => {
  expect(await count('identity', 'session')).toBe(0);
  expect(await count('identity', 'reset_link')).toBe(0);
  expect(await count('identity', 'attempt')).toBe(0);
  expect(await count('records', 'visit')).toBe(0);
});

test('afterwards everything is in the trail as before, and a restart adds nothing', async () => {
  acme.advance(30);
  await ada.signIn(acme.admin.email, ada.jar);
  await ada.session();
  const made = await ada.post('/api/records/risks', { title: 'After the pruning' });
  expect(made.status).toBe(201);
  await acme.restart();
  await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${made.body.id}`);
    expect(body.items).toHaveLength(1);
  });
});
