import type { Parked, Retried } from '@bulwark/events';
import { schemaName } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../../scripts/tenant/ask.ts';
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

const peer = (): string => acme.entry.services.notification?.[0]?.peer ?? '';
const list = async () =>
  (await ask<{ items: Parked[] }>(peer(), { method: 'GET', path: '/parked' })).items;
const retry = () =>
  ask<Retried>(peer(), {
    method: 'POST',
    path: '/parked/retry',
    body: { operator: 'olivia', reason: 'The table is back' },
  });

const rename = (from: string, to: string) => {
  const schema = schemaName(acme.entry.id, 'notification');
  return world.query(`RENAME TABLE \`${schema}\`.${from} TO \`${schema}\`.${to}`);
};

const invite = async (name: string) => {
  const email = `${name}@acme.example`;
  const made = await ada.post('/api/identity/people', { name, email, profiles: ['employee'] });
  expect(made.status).toBe(201);
  return { id: made.body.id as string, email };
};

const resetPassword = async (id: string): Promise<void> => {
  const { status } = await ada.call('POST', `/api/identity/people/${id}/reset-password`, {
    headers: { 'if-match': '"1"' },
    body: { reason: 'Forgotten' },
  });
  expect(status).toBe(204);
};

test('an event that fails for good is listed without its content, and made up for once its cause is mended', async () => {
  await rename('mail', 'mail_away');
  const people = [await invite('one'), await invite('two')];
  const parked = await eventually(async () => {
    const items = await list();
    expect(items).toHaveLength(2);
    return items;
  });
  expect(parked).toEqual(
    people.map(({ id }) => ({
      lane: 'identity/events',
      epoch: 1,
      n: expect.any(Number),
      key: id,
      reason: 'ER_NO_SUCH_TABLE',
      created: expect.any(String),
    })),
  );
  expect(await retry()).toEqual({ done: [], left: parked });
  expect(await list()).toEqual(parked);

  await rename('mail_away', 'mail');
  expect(await retry()).toMatchObject({
    done: [{ n: parked[0]?.n }, { n: parked[1]?.n }],
    left: [],
  });
  expect(await list()).toEqual([]);
  for (const { email } of people) expect(await acme.mailTo(email)).toContain('Sign in at');
  expect(await retry()).toEqual({ done: [], left: [] });
  await eventually(async () => {
    const { body } = await ada.get('/api/audit/entries?action=event.retry');
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toMatchObject({
      actor: { type: 'operator' },
      service: 'notification',
      changes: [
        { path: '/lane', after: 'identity/events' },
        { path: '/n', after: parked[1]?.n },
        { path: '/operator', after: 'olivia' },
        { path: '/reason', after: 'The table is back' },
      ],
    });
  });
}, 60_000);

test('later events of the same key queue behind a parked one and follow it in order', async () => {
  const { id, email } = await invite('queue');
  await acme.mailTo(email);
  await rename('mail', 'mail_away');
  await resetPassword(id);
  await eventually(async () => expect(await list()).toHaveLength(1));
  await rename('mail_away', 'mail');
  await resetPassword(id);
  await eventually(async () =>
    expect((await list()).map(({ reason }) => reason)).toEqual([
      'ER_NO_SUCH_TABLE',
      'queues behind a parked event of the same key',
    ]),
  );
  const { done } = await retry();
  expect(done.map(({ key }) => key)).toEqual([id, id]);
  await acme.mailTo(email, 3);
}, 60_000);
