import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { type Declared, everyRoute } from '../world/routes.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

const PROFILES = [
  'administrator',
  'isms-manager',
  'top-management',
  'employee',
  'auditor',
  'supplier',
];

const routes = await everyRoute();
let world: World;
let acme: Tenant;
let ada: Browser;
const people = new Map<string, Browser>();

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
  for (const profile of PROFILES) {
    const { browser } = await somebody(acme, ada, {
      name: `Person ${profile}`,
      profiles: [profile],
    });
    people.set(profile, browser);
  }
}, 60_000);
afterAll(() => world.close());

const who = (profile: string): Browser => {
  const browser = people.get(profile);
  if (!browser) throw new Error(`nobody holds ${profile}`);
  return browser;
};

/** Counters begin anew after it; nobody's session is left alone long enough to end. */
const passAMinute = async (): Promise<void> => {
  acme.advance(60);
  for (const browser of [ada, ...people.values()]) await browser.session();
};

/** Calls a route with an id that nothing has and an empty body: only what comes before the handler can let it in. */
const knock = (browser: Browser, { route, url }: Declared, headers = {}) =>
  browser.call(route.method, url, {
    headers: { 'if-match': '"1"', ...headers },
    ...(route.method === 'GET' ? {} : { body: {} }),
  });

const isIn = (status: number, code: string | undefined): boolean =>
  status !== 401 && !(status === 403 && code !== undefined);

describe('[claim 4.11] [claim 4.13] every route with every profile', () => {
  test.each(PROFILES)('%s', async (profile) => {
    const browser = who(profile);
    const { rights = {} } = await browser.session();
    for (const [index, declared] of routes.entries()) {
      if (declared.url === '/api/identity/logout') continue;
      const { permission } = declared.route;
      const [page = '', action = ''] = permission.split(':');
      const allowed =
        ['public', 'signed-in'].includes(permission) || rights[page]?.includes(action);
      if (index % 20 === 0) await passAMinute();
      const { status, body } = await knock(browser, declared);
      expect([
        declared.name,
        isIn(status, body?.code === 'conflict' ? undefined : body?.code),
      ]).toEqual([declared.name, Boolean(allowed)]);
      if (!allowed) expect([declared.name, body.code]).toEqual([declared.name, 'forbidden']);
    }
  });
});

test('[claim 4.10] the shipped profiles: Auditor reads all and writes nothing, Supplier sees nothing that is not shared', async () => {
  const auditor = (await who('auditor').session()).rights;
  expect(Object.values(auditor).every((actions) => String(actions) === 'view')).toBe(true);
  expect(Object.keys(auditor)).toEqual(
    expect.arrayContaining(['registers', 'trail', 'export-registers', 'export-trail', 'people']),
  );
  expect((await who('supplier').session()).rights).toEqual({});
  expect((await who('supplier').get('/api/records/types')).body.types).toEqual([]);
  expect((await who('auditor').get('/api/records/types')).body.types[0].actions).toEqual([]);
});

test('profiles that stand alone cannot be joined with others', async () => {
  const answer = await ada.post('/api/identity/people', {
    name: 'Both',
    email: 'both@acme.example',
    profiles: ['auditor', 'employee'],
  });
  expect(answer.body.fields).toEqual([
    { path: '/profiles', message: 'Auditor stands alone: take the other profiles away.' },
  ]);
});

test('[claim 1.2] a new profile grants nothing, and a route without a permission does not start', async () => {
  const { body: profile } = await ada.post('/api/identity/profiles', { name: 'Newcomer' });
  const { browser } = await somebody(acme, ada, { name: 'New Comer', profiles: [profile.id] });
  expect((await browser.session()).rights).toEqual({});
  for (const declared of routes.filter(({ route }) => route.permission.includes(':'))) {
    acme.advance(3);
    expect([declared.name, (await knock(browser, declared)).status]).toEqual([declared.name, 403]);
  }
  const { route } = await import('@bulwark/http');
  const undeclared = { ...routes[0]?.route, permission: undefined } as never;
  expect(() => route(undeclared)).toThrow('must declare permission');
});

test('[claim 7.1] a route without an audit rule does not start', async () => {
  const { route } = await import('@bulwark/http');
  for (const { route: declared } of routes) {
    expect(() => route({ ...declared, audit: undefined } as never)).toThrow('must declare');
  }
});

test('nobody who is not signed in gets past a route that is not public', async () => {
  const stranger = acme.browser();
  await stranger.session();
  for (const declared of routes.filter(({ route }) => route.permission !== 'public')) {
    expect([declared.name, (await knock(stranger, declared)).status]).toEqual([declared.name, 401]);
  }
});

test('[claim 5.8] every route that is not GET refuses a request without its session’s token or from another site', async () => {
  const manager = who('administrator');
  const writing = routes.filter(({ route }) => route.method !== 'GET');
  expect(writing.length).toBeGreaterThan(15);
  for (const declared of writing) {
    const { permission } = declared.route;
    const browser = /^(registers)/.test(permission) ? who('isms-manager') : manager;
    acme.advance(5);
    for (const headers of [
      { 'x-csrf-token': '' },
      { 'x-csrf-token': who('auditor').jar.csrf },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const { status, body } = await knock(browser, declared, headers);
      expect([declared.name, headers, status, body.code]).toEqual([
        declared.name,
        headers,
        403,
        'csrf',
      ]);
    }
  }
});

test('[claim 4.13] a changed profile holds on the very next request, and an ended account on none', async () => {
  const { browser, id } = await somebody(acme, ada, {
    name: 'Rosa Quick',
    profiles: ['isms-manager'],
  });
  expect((await browser.post('/api/records/risks', { title: 'Before' })).status).toBe(201);
  const edited = await ada.patch(`/api/identity/people/${id}`, { profiles: ['auditor'] }, 1);
  expect(edited.status).toBe(200);
  expect((await browser.post('/api/records/risks', { title: 'After' })).status).toBe(403);
  const ended = await ada.post(
    `/api/identity/people/${id}/deactivate`,
    { reason: 'Left' },
    { 'if-match': '"2"' },
  );
  expect(ended.status).toBe(200);
  expect((await browser.get('/api/records/risks')).status).toBe(401);
});

test('[claim 7.3] changes of rights are in the trail with before and after, and refusals with their reason', async () => {
  const { body: person } = await ada.post('/api/identity/people', {
    name: 'Timo Trail',
    email: 'timo@acme.example',
    profiles: ['employee'],
  });
  await ada.patch(`/api/identity/people/${person.id}`, { profiles: ['auditor'] }, 1);
  acme.advance(60);
  expect((await who('auditor').post('/api/records/risks', { title: 'No' })).status).toBe(403);
  await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${person.id}&action=person.edit`);
    expect(body.items[0].changes).toEqual([
      { path: '/profiles', before: ['employee'], after: ['auditor'] },
    ]);
    const denied = await ada.get('/api/audit/entries?action=risk.create&outcome=denied');
    expect(denied.body.items[0]).toMatchObject({
      reason: 'forbidden',
      actor: { name: 'Person auditor', profiles: ['auditor'] },
    });
  });
});

test('the last administrator cannot be taken away', async () => {
  const { id } = (await ada.session()).person;
  const other = await ada.get('/api/identity/people?search=Person%20administrator');
  const [{ id: otherId, rev }] = other.body.items;
  await ada.post(
    `/api/identity/people/${otherId}/deactivate`,
    { reason: 'x' },
    { 'if-match': `"${rev}"` },
  );
  const answer = await ada.patch(`/api/identity/people/${id}`, { profiles: ['employee'] }, 1);
  expect(answer.body).toMatchObject({
    status: 409,
    detail: expect.stringContaining('last administrator'),
  });
});

test('refusals beyond the bound of a minute are one entry that says so', async () => {
  acme.advance(120);
  const employee = who('employee');
  for (let n = 0; n < 40; n += 1) await employee.get('/api/records/risks');
  await eventually(async () => {
    const { body } = await ada.get('/api/audit/entries?action=refusals.bound');
    expect(body.items[0]).toMatchObject({ actor: { name: 'Person employee' }, outcome: 'denied' });
  });
});
