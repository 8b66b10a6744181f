import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { type Declared, everyRoute } from '../world/routes.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

const routes = (await everyRoute()).filter(({ url }) => url !== '/api/identity/logout');
let world: World;
let acme: Tenant;
let ada: Browser;
let employee: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
  employee = (await somebody(acme, ada, { name: 'Emil Engel', profiles: ['employee'] })).browser;
});
afterAll(() => world.close());

const contextOf = (requestId: string): string =>
  Buffer.from(JSON.stringify({ requestId, ip: '192.0.2.10' })).toString('base64url');

/** Calls a route under a request id of our own. */
const callAs = (browser: Browser, { route, url }: Declared, requestId: string, query = '') =>
  browser.call(route.method, `${url}${query}`, {
    headers: { 'if-match': '"1"', 'bulwark-context': contextOf(requestId) },
    ...(route.method === 'GET' ? {} : { body: {} }),
  });

type Shown = { action: string; outcome: string; request: { id: string; route: string } };

/** Every entry of the trail by its request. */
const entriesByRequest = async (): Promise<Map<string, Shown[]>> => {
  const found = new Map<string, Shown[]>();
  let after = '';
  do {
    const { body } = await ada.get(`/api/audit/entries?limit=200${after}`);
    for (const entry of body.items as Shown[]) {
      found.set(entry.request.id, [...(found.get(entry.request.id) ?? []), entry]);
    }
    after = body.next ? `&after=${body.next}` : '';
  } while (after);
  return found;
};

const actionOf = ({ route: { audit } }: Declared): string =>
  audit.when === 'visit' ? `${audit.page}.visit` : audit.action;

test('[claim 7.1] a refusal of every route leaves exactly one entry, with the action that the route declares', async () => {
  const refused = routes.filter(({ route }) => route.permission.includes(':'));
  expect(refused.length).toBeGreaterThan(40);
  for (const [index, declared] of refused.entries()) {
    if (index % 20 === 0) acme.advance(60);
    expect((await callAs(employee, declared, `refused-${index}`)).status).toBe(403);
  }
  await eventually(async () => {
    const found = await entriesByRequest();
    for (const [index, declared] of refused.entries()) {
      const entries = (found.get(`refused-${index}`) ?? []).map(({ action, outcome, request }) => ({
        action,
        outcome,
        route: request.route,
      }));
      expect(entries).toEqual([
        { action: actionOf(declared), outcome: 'denied', route: declared.name },
      ]);
    }
  });
}, 60_000);

test('[claim 7.1] what is shown leaves one entry before it is shown: each view, and each page once an hour', async () => {
  const shown = routes.filter(
    ({ route }) =>
      route.method === 'GET' && !/:id/.test(route.path) && route.permission !== 'public',
  );
  const good: { declared: Declared; requestId: string }[] = [];
  for (const [index, declared] of shown.entries()) {
    acme.advance(3);
    const query = /\/export$/.test(declared.url) ? '?format=csv' : '';
    const requestId = `shown-${index}`;
    const { status } = await callAs(ada, declared, requestId, query);
    if (status === 200) good.push({ declared, requestId });
  }
  expect(good.length).toBeGreaterThan(12);
  await eventually(async () => {
    const found = await entriesByRequest();
    const all = [...found.values()].flat();
    for (const { declared, requestId } of good) {
      // A file's second entry says what was sent of it.
      const own = (found.get(requestId) ?? [])
        .map(({ action }) => action)
        .filter((action) => !action.endsWith('.sent'));
      const action = actionOf(declared);
      if (declared.route.audit.when === 'view')
        expect([declared.name, own]).toEqual([declared.name, [action]]);
      else
        expect([declared.name, all.some((entry) => entry.action === action)]).toEqual([
          declared.name,
          true,
        ]);
    }
  });
}, 60_000);

test('[claim 5.5] whatever JSON is sent to whatever route, no answer is a fault', async () => {
  const writing = routes.filter(({ route }) => route.method !== 'GET');
  for (const [seed, declared] of writing.entries()) {
    const names = Object.keys((declared.route.body as { shape?: object } | undefined)?.shape ?? {});
    const body = fc.record(
      Object.fromEntries(names.map((name) => [name, fc.jsonValue({ noUnicodeString: false })])),
      { requiredKeys: [] },
    );
    for (const sent of fc.sample(fc.oneof(body, fc.jsonValue()), { numRuns: 12, seed })) {
      acme.advance(3);
      const { status } = await ada.call(declared.route.method, declared.url, {
        headers: { 'if-match': '"1"' },
        body: sent,
      });
      expect([declared.name, sent, status < 500]).toEqual([declared.name, sent, true]);
    }
  }
}, 120_000);
