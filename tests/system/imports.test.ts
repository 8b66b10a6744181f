import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { secondRunner } from './import-runner.ts';

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

const columns = { title: { to: 'title' }, kind: { to: 'kind' }, owner: { to: 'owner' } };

const fileOf = (rows: readonly string[]): string => `title,kind,owner\n${rows.join('\n')}\n`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const send = (content: string, dryRun = false, mapping: object = { columns }) =>
  ada.post('/api/records/assets/import', { content, mapping, source: 'Inventory', dryRun });

const progressOf = async (id: string) => (await ada.get(`/api/records/assets/imports/${id}`)).body;

const totalOf = async (search: string): Promise<number> =>
  (await ada.get(`/api/records/assets?search=${search}`)).body.total;

/** How often each record of an action stands in the trail. */
const entriesOf = async (action: string): Promise<Map<string, number>> => {
  const times = new Map<string, number>();
  let after = '';
  do {
    const { body } = await ada.get(`/api/audit/entries?limit=200&action=${action}${after}`);
    for (const { resource } of body.items)
      times.set(resource.id, (times.get(resource.id) ?? 0) + 1);
    after = body.next ? `&after=${body.next}` : '';
  } while (after);
  return times;
};

test('[need 9] of 10,000 rows with 500 faults a dry run names all 500 by row and column, and nothing is written', async () => {
  const rows = numbers(10_000).map((n) =>
    n % 20 === 7 ? `Server ${n},toaster,` : `Server ${n},hardware,ada@acme.example`,
  );
  const { status, body } = await send(fileOf(rows), true);
  expect([status, body.rows, body.valid, body.more]).toEqual([200, 10_000, 9500, 0]);
  expect(
    body.errors.map(({ row, column }: { row: number; column: string }) => [row, column]),
  ).toEqual(numbers(500).map((n) => [n * 20 + 7 + 2, 'kind']));
  const refused = await send(fileOf(rows));
  expect([refused.status, refused.body.code]).toEqual([422, 'invalid']);
  expect((await ada.get('/api/records/assets')).body.total).toBe(0);
}, 60_000);

test('a large file is stored in chunks that a restart and a second process neither lose nor repeat', async () => {
  const rows = numbers(1100).map((n) => `Rack ${n},hardware,ada@acme.example`);
  const begun = await send(fileOf(rows));
  expect(begun.status).toBe(202);
  expect(begun.body.batch).toMatchObject({ state: 'running', rows: 1100, stored: 0 });
  const { id } = begun.body.batch;
  await acme.restart(async () => {
    const one = await secondRunner(acme);
    const other = await secondRunner(acme);
    await Promise.all([one.run(), other.run()]);
    await Promise.all([one.close(), other.close()]);
  });
  await eventually(async () =>
    expect(await progressOf(id)).toMatchObject({
      state: 'done',
      stored: 1100,
      created: 1100,
      changed: 0,
      unchanged: 0,
      problem: null,
    }),
  );
  expect(await totalOf('Rack')).toBe(1100);
  const [left] = await world.query(
    `SELECT COUNT(*) AS n FROM \`${acme.cell.spec.id}_records\`.import_chunk`,
  );
  expect(Number(left?.n)).toBe(0);
  await eventually(async () => {
    const times = await entriesOf('asset.create');
    expect([times.size, Math.max(...times.values())]).toEqual([1100, 1]);
    expect([...(await entriesOf('asset.import.end')).entries()]).toEqual([[id, 1]]);
  });
}, 60_000);

test('what is kept of a file until it is stored is sealed', async () => {
  const rows = numbers(501).map((n) => `Secret cabinet ${n},hardware,`);
  const { body } = await send(fileOf(rows));
  await acme.restart(async () => {
    const stored = await world.query(
      `SELECT content FROM \`${acme.cell.spec.id}_records\`.import_chunk`,
    );
    expect(JSON.stringify(stored)).not.toContain('cabinet');
    const [batch] = await world.query(
      `SELECT sender FROM \`${acme.cell.spec.id}_records\`.import_batch ORDER BY started_at DESC LIMIT 1`,
    );
    expect(String(batch?.sender)).toMatch(/^v1\./);
  });
  await eventually(async () => expect((await progressOf(body.batch.id)).state).toBe('done'));
});

test('our own format changes known records across chunks, by reference, and makes the others', async () => {
  const { text } = await ada.get('/api/records/assets/export?format=csv');
  const [head = '', ...lines] = text.trimEnd().split('\r\n');
  const changed = lines.map((line, n) => (n % 3 === 0 ? line.replace(/Rack/, 'Shelf') : line));
  const content = [head, ...changed, `,New one${','.repeat(head.split(',').length - 2)}`].join(
    '\r\n',
  );
  const { body: seen } = await ada.post('/api/records/assets/import/inspect', { content });
  const shelves = changed.filter((line) => /Shelf/.test(line)).length;
  const tried = await send(content, true, seen.suggested);
  expect(tried.body).toMatchObject({ errors: [], changes: shelves });
  const { body } = await send(content, false, seen.suggested);
  await eventually(async () =>
    expect(await progressOf(body.batch.id)).toMatchObject({
      state: 'done',
      created: 1,
      changed: shelves,
      unchanged: lines.length - shelves,
    }),
  );
  expect(await totalOf('Shelf')).toBe(shelves);
}, 60_000);

test('[need 9] a dry run names what storing would refuse: a deactivated record that differs, one reference twice', async () => {
  const { body: asset } = await ada.post('/api/records/assets', { title: 'Fax machine' });
  const act = (what: string, rev: number) =>
    ada.post(
      `/api/records/assets/${asset.id}/${what}`,
      { reason: 'Sold' },
      { 'if-match': `"${rev}"` },
    );
  await act('deactivate', 1);
  const own = { columns: { reference: { ignore: true }, title: { to: 'title' } } };
  const { reference } = asset;
  const content = `reference,title\n${reference},Telefax\n${reference},Fax machine\n`;
  const { body } = await send(content, true, own);
  expect(body.errors).toEqual([
    expect.objectContaining({ row: 3, column: 'reference', value: reference }),
    expect.objectContaining({
      row: 2,
      column: 'reference',
      message: expect.stringMatching(/deactivated/),
    }),
  ]);
});

test('[need 9] a dry run names a link to a deactivated record; one that was there before may stay', async () => {
  const { body: asset } = await ada.post('/api/records/assets', { title: 'Pager' });
  const { body: task } = await ada.post('/api/records/tasks', {
    title: 'Page',
    assets: [asset.id],
  });
  await ada.post(
    `/api/records/assets/${asset.id}/deactivate`,
    { reason: 'Old' },
    { 'if-match': '"1"' },
  );
  const { body } = await ada.post('/api/records/tasks/import', {
    content: `reference,title,assets\n${task.reference},Page on,Pager\n,Page again,${asset.reference}\n,Page,No such\n`,
    mapping: {
      columns: {
        reference: { ignore: true },
        title: { to: 'title' },
        assets: { to: 'assets', separator: ',' },
      },
    },
    source: 'Tasks',
    dryRun: true,
  });
  expect(body).toMatchObject({ rows: 3, changes: 1 });
  expect(
    body.errors.map(
      ({ row, column, message }: { row: number; column: string; message: string }) => [
        row,
        column,
        message,
      ],
    ),
  ).toEqual([
    [4, 'assets', 'There is no asset “No such”.'],
    [3, 'assets', `${asset.reference} is deactivated.`],
  ]);
});

test('an import that meets a refusal stops with the row’s name, and goes on once that is mended', async () => {
  const { body: asset } = await ada.post('/api/records/assets', { title: 'Zebra printer' });
  const own = { columns: { reference: { ignore: true }, title: { to: 'title' } } };
  const rows = numbers(600).map((n) => `,Zebra ${n}`);
  const content = `reference,title\n${rows.join('\n')}\n${asset.reference},Zebra label printer\n`;
  const path = `/api/records/assets/${asset.id}`;
  let id = '';
  await acme.restart(async () => undefined);
  const { body } = await send(content, false, own);
  id = body.batch.id;
  await acme.restart(async () => {
    await world.query(
      `UPDATE \`${acme.cell.spec.id}_records\`.asset SET state = 'deactivated' WHERE id = '${asset.id}'`,
    );
  });
  await eventually(async () =>
    expect(await progressOf(id)).toMatchObject({
      state: 'stopped',
      stored: 500,
      problem: expect.stringMatching(/^Row 602: .*deactivated/),
    }),
  );
  expect((await ada.post(`/api/records/assets/imports/${id}/resume`, {})).status).toBe(200);
  await eventually(async () => expect((await progressOf(id)).state).toBe('stopped'));
  const back = await ada.post(`${path}/reactivate`, { reason: 'Back' }, { 'if-match': '"1"' });
  expect(back.status).toBe(200);
  await ada.post(`/api/records/assets/imports/${id}/resume`, {});
  await eventually(async () =>
    expect(await progressOf(id)).toMatchObject({ state: 'done', created: 600, changed: 1 }),
  );
  expect((await ada.get(path)).body.title).toBe('Zebra label printer');
  await eventually(async () => {
    const { body: ends } = await ada.get(
      '/api/audit/entries?action=asset.import.end&outcome=failure',
    );
    expect(ends.items.length).toBe(2);
  });
}, 60_000);

test('whoever may only create does not change what is there by an import', async () => {
  const made = await ada.post('/api/identity/profiles', { name: 'Adds assets' });
  for (const action of ['view', 'create'])
    await world.query(
      `INSERT INTO \`${acme.cell.spec.id}_identity\`.profile_right (profile_id, page, action) VALUES ('${made.body.id}', 'registers', '${action}')`,
    );
  const { browser } = await somebody(acme, ada, { name: 'Cora Creator', profiles: [made.body.id] });
  const { body } = await ada.get('/api/records/assets?limit=1');
  const content = `reference,title\n${body.items[0].reference},Renamed\n`;
  const own = { columns: { reference: { ignore: true }, title: { to: 'title' } } };
  const answer = await browser.post('/api/records/assets/import', {
    content,
    mapping: own,
    source: 'Mine',
    dryRun: false,
  });
  expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
});
