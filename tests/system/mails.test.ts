import { renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaName } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

const HOUR = 60 * 60;

let world: World;
let acme: Tenant;
let ada: Browser;
const alarms: { readonly [fact: string]: unknown }[] = [];

beforeAll(async () => {
  const log = (facts: { readonly [name: string]: unknown }) => {
    if (facts.msg === 'alarm') alarms.push(facts);
  };
  world = await openWorld({ log });
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
  await somebody(acme, ada, { name: 'Emil Engel', profiles: ['employee'] });
});
afterAll(() => world.close());

const folder = (): string => join(acme.cell.folder, 'data', 'mail');

/** A file in the place of the folder: no mail can be written. */
const breakMail = (): void => {
  renameSync(folder(), `${folder()}.away`);
  writeFileSync(folder(), '');
};
const mendMail = async (): Promise<void> => {
  await rm(folder());
  renameSync(`${folder()}.away`, folder());
};

const invite = async (name: string): Promise<string> => {
  const email = `${name}@acme.example`;
  const made = await ada.post('/api/identity/people', { name, email, profiles: ['employee'] });
  expect(made.status).toBe(201);
  return email;
};

const signInAgain = async (): Promise<void> => {
  acme.advance(30);
  await ada.signIn(acme.admin.email, ada.jar);
  await ada.session();
};

const newest = async () => (await ada.get('/api/notification/mails')).body.items[0];

test('a mail that failed waits a minute, and is sent once it can be', async () => {
  breakMail();
  const email = await invite('patient');
  const waiting = await eventually(async () => {
    const mail = await newest();
    expect(mail).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(mail.due).not.toBe(mail.intended);
    return mail;
  });
  const minutes = (Date.parse(waiting.due) - acme.now().getTime()) / 60_000;
  expect(minutes).toBeGreaterThan(0.5);
  expect(minutes).toBeLessThanOrEqual(1);

  await mendMail();
  acme.advance(60);
  await acme.restart();
  expect(await acme.mailTo(email)).toContain('Hello patient');
  await eventually(async () =>
    expect(await newest()).toMatchObject({ state: 'sent', attempts: 2, due: null }),
  );
});

test('after a day it is given up with an alarm, and an administrator lets it be tried again', async () => {
  breakMail();
  const email = await invite('late');
  const { id } = await eventually(async () => {
    const mail = await newest();
    expect(mail).toMatchObject({ state: 'waiting', attempts: 1 });
    return mail;
  });
  for (let attempts = 2; attempts <= 16; attempts += 1) {
    acme.advance(2 * HOUR);
    await acme.restart();
    await eventually(async () => {
      const [row] = await world.query(
        `SELECT COUNT(*) AS n FROM \`${schemaName(acme.entry.id, 'notification')}\`.result WHERE mail_id = ?`,
        [id],
      );
      expect(Number(row?.n)).toBe(attempts);
    });
  }
  await eventually(async () =>
    expect(alarms.filter(({ kind }) => kind === 'mail failed')).toMatchObject([
      { mail: id, attempts: 16 },
    ]),
  );
  await signInAgain();
  expect(await newest()).toMatchObject({ id, state: 'failed', attempts: 16, due: null });
  await mendMail();
  const released = await ada.post(`/api/notification/mails/${id}/release`, {});
  expect([released.status, released.body]).toEqual([200, { id, state: 'waiting' }]);
  expect(await acme.mailTo(email)).toContain('Hello late');
  await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${id}`);
    expect(body.items).toMatchObject([
      {
        action: 'mail.release',
        actor: { type: 'person' },
        changes: [{ path: '/state', before: 'failed', after: 'waiting' }],
      },
    ]);
  });
}, 90_000);

test('a mail that was sent is not sent again', async () => {
  const { id } = await newest();
  const answer = await ada.post(`/api/notification/mails/${id}/release`, {});
  expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
});

test.each([
  ['welcome', 200],
  ['reset-link', 409],
])('a %s that is held answers %i to its release', async (kind, status) => {
  const { id } = await newest();
  const table = `\`${schemaName(acme.entry.id, 'notification')}\`.mail`;
  await world.query(`UPDATE ${table} SET state = 'held', kind = ?, facts = 'x' WHERE id = ?`, [
    kind,
    id,
  ]);
  expect((await ada.post(`/api/notification/mails/${id}/release`, {})).status).toBe(status);
});
