import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson } from '../world/scenes.ts';
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

const step = (id: string, name: string, rev: number, body: object = {}) =>
  ada.post(`/api/records/tasks/${id}/${name}`, body, { 'if-match': `"${rev}"` });

test('a task moves by its steps alone; each is in history and trail under its own name', async () => {
  const { body: made } = await ada.post('/api/records/tasks', { title: 'Patch the gateway' });
  expect(made.status).toBe('pending');
  const typed = await ada.patch(`/api/records/tasks/${made.id}`, { status: 'done' }, 1);
  expect([typed.status, typed.body.fields]).toEqual([
    422,
    [{ path: '/status', message: 'There is no such field.' }],
  ]);
  expect((await step(made.id, 'start', 1)).body).toMatchObject({ rev: 2, status: 'in-progress' });
  const again = await step(made.id, 'start', 2);
  expect([again.status, again.body.detail]).toEqual([
    409,
    'It is “In progress”; this step begins at “Pending”.',
  ]);
  const stale = await step(made.id, 'complete', 1);
  expect([stale.status, stale.body.code]).toEqual([412, 'stale_revision']);
  expect((await step(made.id, 'complete', 2)).body).toMatchObject({ rev: 3, status: 'done' });
  expect((await step(made.id, 'reopen', 3)).status).toBe(422);
  const reopened = await step(made.id, 'reopen', 3, { reason: 'It failed again' });
  expect(reopened.body).toMatchObject({ rev: 4, status: 'pending' });

  const { body: history } = await ada.get(`/api/records/tasks/${made.id}/history`);
  expect(history.items.map(({ action }: { action: string }) => action)).toEqual([
    'reopen',
    'complete',
    'start',
    'create',
  ]);
  await eventually(async () => {
    const { body } = await ada.get(
      `/api/audit/entries?resource=${made.id}&action=task.reopen&outcome=success`,
    );
    expect(body.items[0].changes).toEqual([
      { path: '/status', before: 'done', after: 'pending' },
      { path: '/reason', before: null, after: 'It failed again' },
    ]);
  });
});

test('a file brings the states that no guard stands before, and leaves alone what it does not say', async () => {
  const content = 'title,status\r\nOld work,done\r\nNew work,\r\n';
  const mapping = {
    delimiter: ',',
    columns: { title: { to: 'title' }, status: { to: 'status' } },
  };
  const { body } = await ada.post('/api/records/tasks/import', {
    ...{ content, mapping, source: 'Old tool', dryRun: false },
  });
  const statuses: string[] = [];
  for (const { id } of body.created)
    statuses.push((await ada.get(`/api/records/tasks/${id}`)).body.status);
  expect(statuses).toEqual(['done', 'pending']);
});

test('who reads the types is told the steps that their rights allow', async () => {
  const { body } = await ada.get('/api/records/types');
  const task = body.types.find(({ name }: { name: string }) => name === 'task');
  expect(task.workflow.transitions.map(({ name }: { name: string }) => name)).toEqual([
    'start',
    'complete',
    'cancel',
    'reopen',
  ]);
  const status = task.fields.find(({ name }: { name: string }) => name === 'status');
  expect(status.fixed).toBe(true);
});
