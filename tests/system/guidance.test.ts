import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type World } from '../world/world.ts';

let world: World;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  ada = await firstPerson(await world.addTenant('acme'));
});
afterAll(() => world.close());

test('the 93 controls and the clauses of the standard are there with our guidance', async () => {
  const { body: list } = await ada.get('/api/records/frameworks');
  expect(list.items.map(({ id }: { id: string }) => id)).toEqual(['iso-27001-2022']);
  const { body } = await ada.get('/api/records/frameworks/iso-27001-2022');
  expect([body.controls.length, body.clauses.length, body.themes.length]).toEqual([93, 41, 4]);
  const control = body.controls.find(({ id }: { id: string }) => id === 'A.8.13');
  expect(control).toMatchObject({ title: 'Information backup', theme: 'technological' });
  expect(control.evidence.length).toBeGreaterThan(40);
  expect((await ada.get('/api/records/frameworks/another')).status).toBe(404);
});
