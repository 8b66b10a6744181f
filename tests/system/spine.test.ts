import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../world/eventually.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
});
afterAll(() => world.close());

test('a first sign-in, a risk made and edited, both in the trail with before and after', async () => {
  const ada = acme.browser();
  await ada.signInFirst(acme.admin.email, acme.admin.oneTimePassword);
  const session = await ada.session();
  expect(session).toMatchObject({
    state: 'signed-in',
    person: { name: 'Ada Okafor', email: 'ada@acme.example' },
  });

  const made = await ada.post('/api/records/risks', {
    title: 'Ransomware stops production',
    inherentLikelihood: 4,
    inherentImpact: 5,
    owner: session.person.id,
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    reference: expect.stringMatching(/^RSK-\d{4}-0001$/),
    rev: 1,
    inherentLevel: 'C',
    title: 'Ransomware stops production',
  });
  const path = `/api/records/risks/${made.body.id}`;
  const edited = await ada.patch(path, { inherentLikelihood: 2 }, 1);
  expect(edited.body).toMatchObject({ rev: 2, inherentLevel: 'M' });

  const { items } = await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${made.body.id}`);
    expect(body.items).toHaveLength(2);
    return body;
  });
  expect(items[0]).toMatchObject({
    action: 'risk.edit',
    outcome: 'success',
    actor: { id: session.person.id, name: 'Ada Okafor' },
    ip: '192.0.2.10',
    agent: 'Test browser',
    changes: [
      { path: '/inherentLikelihood', before: 4, after: 2 },
      { path: '/inherentLevel', before: 'C', after: 'M' },
    ],
  });
  expect(items[1].changes).toContainEqual({
    path: '/title',
    before: null,
    after: 'Ransomware stops production',
  });
});
