import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = acme.browser();
  await ada.signInFirst(acme.admin.email, acme.admin.oneTimePassword);
});
afterAll(() => world.close());

const verified = async (browser: Browser, id: string) =>
  eventually(async () => {
    const { body } = await browser.get('/api/backup/backups');
    const found = body.items.find((item: { id: string }) => item.id === id);
    expect(found).toMatchObject({ state: 'verified', error: null });
    return found;
  });

test('[claim 3.8] a backup is taken of one tenant alone, read back, and stands in the trail', async () => {
  const asked = await ada.post('/api/backup/backups', {});
  expect(asked.status).toBe(202);
  expect(asked.body).toEqual({ id: expect.any(String), state: 'running' });
  const taken = await verified(ada, asked.body.id);
  expect(taken.rows).toBeGreaterThan(20);
  const entries = await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${asked.body.id}`);
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
