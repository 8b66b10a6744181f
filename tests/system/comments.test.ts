import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let ada: Browser;
let ines: Browser;
let inesId: string;
let path: string;
let reference: string;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
  const made = await somebody(acme, ada, { name: 'Ines Ito', profiles: ['isms-manager'] });
  ines = made.browser;
  inesId = made.id;
  const { body } = await ada.post('/api/records/risks', { title: 'Confidential takeover' });
  path = `/api/records/risks/${body.id}`;
  reference = body.reference;
});
afterAll(() => world.close());

test('a comment is told to whom it mentions by a mail that says nothing of the record but its reference', async () => {
  const { status, body } = await ada.post(`${path}/comments`, {
    text: 'Ines, is the likelihood still right?',
    mentions: [inesId],
  });
  expect([status, body.mentions, body.withdrawn]).toEqual([201, [inesId], null]);
  const { person } = await ines.session();
  const mail = await acme.mailTo(person.email, 2);
  expect(mail).toContain(`Ada Okafor mentioned you in ${reference}`);
  expect(mail).toContain('/registers/risks/');
  expect(mail).not.toContain('takeover');
  expect(mail).not.toContain('likelihood');
  await eventually(async () => {
    const found = await ada.get('/api/audit/entries?action=risk.comment&outcome=success');
    expect(found.body.items[0].changes).toEqual([
      {
        path: `/comments/${body.id}`,
        before: null,
        after: 'Ines, is the likelihood still right?',
      },
      { path: '/mentions', before: null, after: [inesId] },
    ]);
  });
});

test('words are taken back by who said them alone; that something was said stays', async () => {
  const { body: said } = await ines.post(`${path}/comments`, { text: 'It is not.' });
  const withdraw = `${path}/comments/${said.id}/withdraw`;
  const other = await ada.post(withdraw, {});
  expect([other.status, other.body.detail]).toEqual([403, 'Only who wrote it can take it back.']);
  expect((await ines.post(withdraw, {})).body).toMatchObject({ id: said.id, text: null });
  expect((await ines.post(withdraw, {})).status).toBe(409);
  const { body } = await ada.get(`${path}/comments`);
  expect(body.items.map(({ text }: { text: string | null }) => text)).toEqual([
    'Ines, is the likelihood still right?',
    null,
  ]);
  const rows = await world.query(`SELECT text FROM \`${acme.cell.spec.id}_records\`.comment`);
  expect(rows.map(({ text }) => text)).not.toContain('It is not.');
});

test('nobody is mentioned who is not here, and nothing is said about what is not there', async () => {
  const nobody = '00000000-0000-7000-8000-000000000000';
  const wrong = await ada.post(`${path}/comments`, { text: 'Hello', mentions: [nobody] });
  expect([wrong.status, wrong.body.fields[0].path]).toEqual([422, '/mentions/0']);
  const nowhere = `/api/records/risks/${nobody}/comments`;
  expect((await ada.post(nowhere, { text: 'Hello' })).status).toBe(404);
  expect((await ada.post(`${path}/comments`, { text: '  ' })).status).toBe(422);
});

test('who may only look reads comments and makes none', async () => {
  const { browser } = await somebody(acme, ada, { name: 'Aiko Abe', profiles: ['auditor'] });
  expect((await browser.get(`${path}/comments`)).status).toBe(200);
  expect((await browser.post(`${path}/comments`, { text: 'Note' })).status).toBe(403);
});
