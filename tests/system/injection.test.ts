import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { everyRoute } from '../world/routes.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAYLOADS = [
  "' OR '1'='1",
  "'; DROP TABLE risk; -- ",
  '" OR SLEEP(3) #',
  "1' AND SLEEP(3)-- ",
  '1) UNION SELECT password_hash FROM person -- ',
  '\\`',
];

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

test('[claim 5.4] an injection run over every parameter of every route finds nothing', async () => {
  await ada.post('/api/records/risks', { title: 'Canary' });
  let tried = 0;
  for (const { route, url, name } of await everyRoute()) {
    if (url === '/api/identity/logout') continue;
    const keys = Object.keys(
      (route.query as { in?: { shape?: object } } | undefined)?.in?.shape ?? {},
    );
    const shaped = Object.keys((route.query as { shape?: object } | undefined)?.shape ?? {});
    const body = Object.keys((route.body as { shape?: object } | undefined)?.shape ?? {});
    for (const payload of PAYLOADS) {
      const coded = encodeURIComponent(payload);
      const urls = [...new Set([...keys, ...shaped])].map((key) => `${url}?${key}=${coded}`);
      if (route.path.includes(':')) urls.push(url.replace(/0{8}-[0-9a-f-]+/, coded));
      for (const target of urls.length > 0 ? urls : [url]) {
        acme.advance(2);
        const began = Date.now();
        const { status } = await ada.call(route.method, target, {
          headers: { 'if-match': '"1"' },
          ...(route.method === 'GET'
            ? {}
            : { body: Object.fromEntries(body.map((key) => [key, payload])) }),
        });
        tried += 1;
        expect([name, target, status < 500, Date.now() - began < 2500]).toEqual([
          name,
          target,
          true,
          true,
        ]);
      }
    }
  }
  expect(tried).toBeGreaterThan(500);
  const { body } = await ada.get('/api/records/risks?search=Canary');
  expect(body.total).toBe(1);
}, 120_000);

test('[claim 5.4] what looks like SQL is stored and given back as it was typed', async () => {
  for (const title of PAYLOADS) {
    const { body } = await ada.post('/api/records/risks', { title, threats: [title] });
    expect(body).toMatchObject({ title, threats: [title] });
    const found = await ada.get(`/api/records/risks?search=${encodeURIComponent(title)}`);
    expect(found.body.items.map((item: { title: string }) => item.title)).toContain(title);
  }
});

test('[claim 5.4] no source puts a value into SQL text, and SQL is written in repositories alone', () => {
  const files = globSync('{packages,services}/*/src/**/*.ts', { cwd: ROOT }).filter(
    (file) => !/\.test\.ts$|\/test-/.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  const faults: string[] = [];
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    if (
      /\b(raw|whereRaw|andWhereRaw|orderByRaw|havingRaw)\(\s*(`[^`]*\$\{|['"][^'"]*['"]\s*\+)/.test(
        text,
      )
    ) {
      const isOrder = file === 'services/records/src/registers/repository.ts';
      if (!isOrder) faults.push(`${file}: interpolates into SQL`);
    }
    const writesSql =
      /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^'"`]*\b(FROM|VALUES|SET|WHERE)\b/.test(text);
    const mayWrite = /repository\.ts$|^packages\/(db|tenancy)\/|operator\//.test(file);
    if (writesSql && !mayWrite) faults.push(`${file}: writes SQL`);
  }
  expect(faults).toEqual([]);
});

test('[claim 7.4] making, changing, ending and exporting a record each leave one entry with what differs', async () => {
  const { body: made } = await ada.post('/api/records/assets', {
    title: 'Laptop',
    kind: 'hardware',
  });
  await ada.patch(`/api/records/assets/${made.id}`, { kind: 'software' }, 1);
  await ada.post(
    `/api/records/assets/${made.id}/deactivate`,
    { reason: 'Sold' },
    { 'if-match': '"2"' },
  );
  await ada.get('/api/records/assets/export?format=csv');
  const { eventually } = await import('../world/eventually.ts');
  await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${made.id}`);
    expect(
      body.items.map(
        ({ action, kind, changes }: { action: string; kind: string; changes: unknown }) => [
          action,
          kind,
          changes,
        ],
      ),
    ).toEqual([
      [
        'asset.deactivate',
        'update',
        [
          { path: '/state', before: 'active', after: 'deactivated' },
          { path: '/reason', before: null, after: 'Sold' },
        ],
      ],
      ['asset.edit', 'update', [{ path: '/kind', before: 'hardware', after: 'software' }]],
      [
        'asset.create',
        'create',
        expect.arrayContaining([
          { path: '/title', before: null, after: 'Laptop' },
          { path: '/kind', before: null, after: 'hardware' },
        ]),
      ],
    ]);
    const exported = await ada.get('/api/audit/entries?action=asset.export&outcome=success');
    expect(exported.body.items).toHaveLength(1);
  });
});

test('[claim 10.1] product and documents say ‘aligned with’ and claim no certificate', () => {
  const files = globSync(
    [
      'packages/web/src/**/*.{ts,tsx}',
      'services/*/src/**/*.ts',
      '*.md',
      'docs/**/*.md',
      'services/*/README.md',
      'packages/*/README.md',
    ],
    { cwd: ROOT },
  );
  expect(files).toContain('README.md');
  const claims =
    /\b(certified (to|for|against|under)|(ISO|IEC|SOC ?2|NIS ?2|GDPR)[^.\n]{0,30}\b(certified|compliant|compliance guaranteed)|fully compliant)\b/i;
  const faults = files.filter((file) => claims.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(faults).toEqual([]);
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('aligned with');
  expect(claims.test('This product is ISO 27001 certified')).toBe(true);
});
