import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

const make = async (plural: string, values: object): Promise<{ id: string; reference: string }> => {
  const { status, body } = await ada.post(`/api/records/${plural}`, values);
  expect([status, body.fields]).toEqual([201, undefined]);
  return body;
};
const linksOf = async (plural: string, id: string, browser = ada) =>
  (await browser.get(`/api/records/${plural}/${id}/links`)).body.items;

test('a link is seen from both sides, and gone from both when it is taken away', async () => {
  const asset = await make('assets', { title: 'Server room' });
  const risk = await make('risks', { title: 'Fire', assets: [asset.id] });
  const task = await make('tasks', {
    title: 'Buy extinguishers',
    assets: [asset.id],
    risks: [risk.id],
  });
  const expected = (plural: string, field: string, of: typeof risk, title: string) => ({
    type: plural.slice(0, -1),
    plural,
    field,
    id: of.id,
    reference: of.reference,
    title,
    state: 'active',
  });
  expect(await linksOf('assets', asset.id)).toEqual([
    expected('risks', 'Assets', risk, 'Fire'),
    expected('tasks', 'Assets', task, 'Buy extinguishers'),
  ]);
  expect(await linksOf('risks', risk.id)).toEqual([
    expected('tasks', 'Risks', task, 'Buy extinguishers'),
  ]);
  await ada.patch(`/api/records/tasks/${task.id}`, { assets: [] }, 1);
  expect(await linksOf('assets', asset.id)).toEqual([expected('risks', 'Assets', risk, 'Fire')]);
});

test('what is linked to must be there and in use; what was linked before may stay', async () => {
  const asset = await make('assets', { title: 'Old printer' });
  const risk = await make('risks', { title: 'Leaks', assets: [asset.id] });
  const nothing = '00000000-0000-7000-8000-000000000000';
  const answer = await ada.post('/api/records/risks', { title: 'x', assets: [nothing] });
  expect([answer.status, answer.body.fields]).toEqual([
    422,
    [{ path: '/assets', message: 'There is no such asset.' }],
  ]);
  const ended = await ada.post(
    `/api/records/assets/${asset.id}/deactivate`,
    { reason: 'Sold' },
    { 'if-match': '"1"' },
  );
  expect(ended.status).toBe(200);
  const late = await ada.post('/api/records/risks', { title: 'x', assets: [asset.id] });
  expect(late.body.fields).toEqual([
    { path: '/assets', message: `${asset.reference} is deactivated.` },
  ]);
  const kept = await ada.patch(
    `/api/records/risks/${risk.id}`,
    { title: 'Leaks still', assets: [asset.id] },
    1,
  );
  expect(kept.status).toBe(200);
});

test('links into registers that one may not see are not shown', async () => {
  const { browser } = await somebody(acme, ada, { name: 'Emil Engel', profiles: ['employee'] });
  const asset = await make('assets', { title: 'Vault' });
  expect((await browser.get(`/api/records/assets/${asset.id}/links`)).status).toBe(403);
  expect((await ada.get(`/api/records/assets/nothing/links`)).status).toBe(422);
});

test('a record is read as it was at any moment of its life', async () => {
  const risk = await make('risks', {
    title: 'First words',
    threats: ['fire'],
    currentImpact: 2,
    currentLikelihood: 2,
  });
  const path = `/api/records/risks/${risk.id}`;
  const times: string[] = [];
  const pass = async () => {
    times.push(acme.now().toISOString());
    acme.advance(60);
  };
  await pass();
  await ada.patch(path, { title: 'Second words', threats: [], currentImpact: 5 }, 1);
  await pass();
  await ada.post(`${path}/deactivate`, { reason: 'Gone' }, { 'if-match': '"2"' });
  await pass();
  const at = async (time: string | undefined) =>
    (await ada.get(`${path}?at=${encodeURIComponent(time ?? '')}`)).body;
  expect(await at(times[0])).toMatchObject({
    rev: 1,
    title: 'First words',
    threats: ['fire'],
    currentImpact: 2,
    currentLevel: expect.any(String),
  });
  const second = await at(times[1]);
  expect(second).toMatchObject({ rev: 2, state: 'active', title: 'Second words', threats: [] });
  expect(second.currentLevel).not.toBe((await at(times[0])).currentLevel);
  expect(await at(times[2])).toMatchObject({ rev: 3, state: 'deactivated' });
  const before = await ada.get(`${path}?at=2020-01-01T00:00:00Z`);
  expect([before.status, before.body.detail]).toEqual([
    404,
    `${risk.reference} did not exist then: it was made later.`,
  ]);
  expect((await ada.get(`${path}?at=yesterday`)).status).toBe(422);
});
