import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

const FILE = readFileSync(join(import.meta.dirname, '../fixtures/risks-other-system.csv'), 'utf8');

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

const suggested = async () => {
  const { body } = await ada.post('/api/records/risks/import/inspect', { content: FILE });
  return body;
};

test('another system’s risk file is inspected: delimiter, columns, words, a mapping to begin with', async () => {
  const body = await suggested();
  expect(body.columns).toHaveLength(15);
  expect(body.rows).toBe(3);
  expect(body.values.treatment).toEqual(['open', 'mitigate', 'accept']);
  expect(body.suggested.delimiter).toBe(';');
  expect(body.suggested.columns).toMatchObject({
    ref_id: { to: 'sourceReference' },
    assets: { to: 'assets', separator: ',' },
    threats: { to: 'threats', separator: ',' },
    name: { to: 'title' },
    current_impact: { to: 'currentImpact', values: { Significant: 3, Important: 4 } },
    current_proba: { to: 'currentLikelihood', values: { Likely: 4, 'Very likely': 5 } },
    current_risk: { to: 'currentLevel', values: { Low: 'L', Medium: 'M' } },
    residual_impact: { to: 'residualImpact', values: { Critical: 5, Important: 4, '--': null } },
    treatment: { to: 'treatment', values: { mitigate: 'modify', accept: 'retain' } },
  });
});

test('a dry run names every fault by row and column, every note, every column left out, and stores nothing', async () => {
  const { suggested: mapping } = await suggested();
  const columns = { ...mapping.columns, justification: { ignore: true } };
  const { body } = await ada.post('/api/records/risks/import', {
    content: FILE,
    mapping: { ...mapping, columns },
    source: 'Old tool',
    dryRun: true,
  });
  expect(body).toMatchObject({ rows: 3, valid: 2, notImported: ['justification'] });
  expect(body.errors).toEqual([
    {
      row: 2,
      column: 'treatment',
      value: 'open',
      message: expect.stringContaining('none of Modify, Retain, Avoid, Share'),
    },
  ]);
  expect(
    body.notes.map(({ row, column }: { row: number; column: string }) => [row, column]),
  ).toEqual([
    [2, 'current_risk'],
    [2, 'residual_risk'],
    [3, 'current_risk'],
    [4, 'current_risk'],
  ]);
  expect((await ada.get('/api/records/risks')).body.total).toBe(0);
});

test('an import with a fault is refused whole; mended it makes the records, each in the trail', async () => {
  const { suggested: mapping } = await suggested();
  const refused = await ada.post('/api/records/risks/import', {
    content: FILE,
    mapping,
    source: 'Old tool',
    dryRun: false,
  });
  expect(refused.status).toBe(422);
  mapping.columns.treatment.values.open = null;
  const done = await ada.post('/api/records/risks/import', {
    content: FILE,
    mapping,
    source: 'Old tool',
    dryRun: false,
  });
  expect(done.status).toBe(200);
  expect(done.body.created).toHaveLength(3);
  const list = await ada.get('/api/records/risks?sort=reference');
  expect(list.body.items.map((item: { title: string }) => item.title)).toEqual([
    'Extortion by malware',
    'Data centre is down',
    'Insider takes data',
  ]);
  expect(list.body.items[0]).toMatchObject({
    plannedControls: ['Recovery exercise', 'Segmentation plan', 'Mail filter'],
    currentImpact: 3,
    currentLikelihood: 4,
    currentLevel: 'M',
    treatment: null,
  });
  const heat = await ada.get('/api/records/risks/heatmap');
  expect(heat.body.stages.residual).toMatchObject({ unrated: 1 });
  const mappings = await ada.get('/api/records/risks/import/mappings');
  expect(mappings.body.items).toMatchObject([{ source: 'Old tool', mapping }]);
  await eventually(async () => {
    const made = await ada.get('/api/audit/entries?action=risk.create');
    expect(made.body.items).toHaveLength(3);
    const whole = await ada.get('/api/audit/entries?action=risk.import&outcome=success');
    expect(whole.body.items[0].changes).toContainEqual({ path: '/rows', before: null, after: 3 });
  });
});

test('schedule columns of a task file are kept unchanged as source data', async () => {
  const content =
    'name;is_recurrent;schedule_frequency;task_date;assigned_to\nReview access;Yes;MONTHLY;2031-03-13;\n';
  const { body } = await ada.post('/api/records/tasks/import/inspect', { content });
  expect(body.suggested.columns).toMatchObject({
    name: { to: 'title' },
    task_date: { to: 'dueDate' },
    schedule_frequency: { source: true },
  });
  const done = await ada.post('/api/records/tasks/import', {
    content,
    mapping: body.suggested,
    source: 'Templates',
    dryRun: false,
  });
  const [{ id }] = done.body.created;
  const { body: task } = await ada.get(`/api/records/tasks/${id}`);
  expect(task).toMatchObject({
    title: 'Review access',
    dueDate: '2031-03-13',
    source: { is_recurrent: 'Yes', schedule_frequency: 'MONTHLY' },
  });
});

test('a register exported as CSV or JSON and imported again changes nothing, and exports to the same bytes', async () => {
  const odd = {
    title: '=\'Formula, "quotes"; €😀',
    description: '\t+line one\r\nline two\n- three',
    justification: "'tis so",
    threats: ["'quoted", 'with, comma', '=1+1'],
    assets: [(await ada.post('/api/records/assets', { title: 'Linked' })).body.id],
    owner: (await ada.session()).person.id,
    reviewDate: '2031-12-31',
  };
  expect((await ada.post('/api/records/risks', odd)).status).toBe(201);
  for (const format of ['csv', 'json']) {
    const first = await ada.get(`/api/records/risks/export?format=${format}`);
    expect(first.headers['content-disposition']).toMatch(/^attachment; filename="risks-/);
    const { body } = await ada.post('/api/records/risks/import/inspect', { content: first.text });
    const again = await ada.post('/api/records/risks/import', {
      content: first.text,
      mapping: body.suggested,
      source: 'Our own',
      dryRun: false,
    });
    expect(again.body).toMatchObject({ errors: [], created: [], changed: [], unchanged: 4 });
    expect((await ada.get(`/api/records/risks/export?format=${format}`)).text).toBe(first.text);
  }
});

test('a list is filtered, searched and paged without missing or repeating a record', async () => {
  const { body: all } = await ada.get('/api/records/risks?sort=-currentLevel&limit=200');
  const seen: string[] = [];
  let after = '';
  do {
    const page = await ada.get(`/api/records/risks?sort=-currentLevel&limit=2${after}`);
    seen.push(...page.body.items.map((item: { id: string }) => item.id));
    after = page.body.next ? `&after=${page.body.next}` : '';
  } while (after);
  expect(seen).toEqual(all.items.map((item: { id: string }) => item.id));
  const filtered = await ada.get('/api/records/risks?filter.treatment=retain&search=insider');
  expect(filtered.body).toMatchObject({ total: 1, items: [{ title: 'Insider takes data' }] });
  const none = await ada.get('/api/records/risks?search=100%25');
  expect(none.body.total).toBe(0);
});

test('[claim 5.7] sort and filter fields and enum values outside the allow-list are refused by name', async () => {
  for (const query of ['sort=password', 'filter.title=x', 'nothing=1', 'limit=0', 'state=gone']) {
    const answer = await ada.get(`/api/records/risks?${query}`);
    expect([query, answer.status]).toEqual([query, 422]);
    expect(answer.body.fields[0].path).toMatch(/^\/query\//);
  }
  const made = await ada.post('/api/records/risks', { title: 'x', treatment: 'ignore' });
  expect(made.body).toMatchObject({ status: 422, fields: [{ path: '/treatment' }] });
});

test('[claim 5.5] every bad field is named at once, unknown ones are refused, nothing is stored', async () => {
  const before = (await ada.get('/api/records/risks')).body.total;
  const answer = await ada.post('/api/records/risks', {
    title: '',
    currentImpact: 9,
    reviewDate: '31.12.2031',
    currentLevel: 'H',
    hack: true,
  });
  expect(answer.status).toBe(422);
  expect(answer.body.fields.map(({ path }: { path: string }) => path).sort()).toEqual([
    '/currentImpact',
    '/currentLevel',
    '/hack',
    '/reviewDate',
    '/title',
  ]);
  expect((await ada.get('/api/records/risks')).body.total).toBe(before);
});

test('a stale or missing revision is refused and the other’s change stays', async () => {
  const { body: made } = await ada.post('/api/records/risks', { title: 'Two editors' });
  const path = `/api/records/risks/${made.id}`;
  expect((await ada.patch(path, { title: 'First' }, 1)).status).toBe(200);
  expect((await ada.patch(path, { title: 'Second' }, 1)).body.code).toBe('stale_revision');
  expect((await ada.call('PATCH', path, { body: { title: 'x' } })).status).toBe(428);
  expect((await ada.get(path)).body).toMatchObject({ rev: 2, title: 'First' });
});

test('a record is deactivated with its reason, leaves the list, keeps its history, and comes back', async () => {
  const { body: made } = await ada.post('/api/records/assets', { title: 'Old server' });
  const path = `/api/records/assets/${made.id}`;
  const act = (what: string, rev: number) =>
    ada.post(`${path}/${what}`, { reason: 'Sold' }, { 'if-match': `"${rev}"` });
  expect((await ada.post(`${path}/deactivate`, {}, { 'if-match': '"1"' })).status).toBe(422);
  expect((await act('deactivate', 1)).body).toMatchObject({ state: 'deactivated', rev: 2 });
  expect((await ada.patch(path, { title: 'x' }, 2)).body.code).toBe('conflict');
  expect((await ada.get('/api/records/assets?search=Old')).body.total).toBe(0);
  expect((await act('reactivate', 2)).body.state).toBe('active');
  const history = await ada.get(`${path}/history`);
  expect(
    history.body.items.map(({ action, reason }: { action: string; reason: string }) => [
      action,
      reason,
    ]),
  ).toEqual([
    ['reactivate', 'Sold'],
    ['deactivate', 'Sold'],
    ['create', null],
  ]);
});
