import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSheet } from '../../services/records/src/sheets/read.ts';
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
  for (const risk of RISKS) await ada.post('/api/records/risks', risk);
});
afterAll(() => world.close());

const RISKS = [
  { title: 'Flood', treatment: 'modify', currentLikelihood: 2, currentImpact: 2 },
  { title: '=cmd()', treatment: 'retain', currentLikelihood: 5, currentImpact: 5 },
  { title: 'Fire', treatment: 'retain', currentLikelihood: 3, currentImpact: 3 },
  { title: '_x0041_ \r and ]]>', treatment: 'retain', reviewDate: '1815-12-10' },
];

const at = (query: string) => ada.get(`/api/records/risks/export?${query}`);

/** What the newest entry of an action says, once it says this. */
const newestOf = (action: string, expected: object): Promise<void> =>
  eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?action=${action}&limit=1`);
    const changes = body.items[0].changes.map((one: { path: string; after: unknown }) => [
      one.path,
      one.after,
    ]);
    expect(Object.fromEntries(changes)).toMatchObject(expected);
  });

test('an export has the filters and the order of the list, and the columns that were chosen', async () => {
  const { text } = await at(
    'format=csv&filter.treatment=retain&sort=-currentLevel&columns=title,currentLevel',
  );
  expect(text).toBe(
    "title,currentLevel\r\n'=cmd(),C\r\nFire,M\r\n_x0041_ \r and ]]>,\r\n".replace(
      '_x0041_ \r and ]]>',
      '"_x0041_ \r and ]]>"',
    ),
  );
  const { body } = await at('format=json&search=flood');
  expect(body).toMatchObject([{ title: 'Flood', currentLevel: 'L' }]);
});

test('columns and filters that do not exist are refused by name', async () => {
  for (const query of [
    'columns=title,password',
    'columns=title,title',
    'filter.title=x',
    'sort=id',
  ]) {
    const answer = await at(`format=csv&${query}`);
    expect([query, answer.status]).toEqual([query, 422]);
  }
});

test('a workbook holds texts as texts, numbers, dates, and no formula', async () => {
  const { bytes, headers } = await at('format=xlsx&columns=title,currentImpact,reviewDate');
  expect(headers['content-disposition']).toMatch(/risks-\d{4}-\d{2}-\d{2}\.xlsx/);
  const { sheets, rows } = await readSheet(bytes, null);
  expect(sheets).toEqual(['Risks']);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['title', 'currentImpact', 'reviewDate'],
    ['Flood', '2'],
    ['=cmd()', '5'],
    ['Fire', '3'],
    ['_x0041_ \r and ]]>', '', '1815-12-10'],
  ]);
});

test('the trail says before the first byte what is exported, and before the last what it came to', async () => {
  const { bytes } = await at(
    'format=xlsx&filter.treatment=retain&search=fire&columns=reference,title',
  );
  await newestOf('risk.export', {
    '/format': 'xlsx',
    '/columns': ['reference', 'title'],
    '/filter/treatment': 'retain',
    '/search': 'fire',
    '/sort': 'reference',
    '/rows': 1,
  });
  await newestOf('risk.export.sent', {
    '/file/sha256': createHash('sha256').update(bytes).digest('hex'),
    '/file/bytes': bytes.length,
    '/rows': 1,
  });
});

test('a PDF has the list’s columns on numbered pages, and names the hash of the same data as CSV', async () => {
  const { bytes, headers } = await at('format=pdf&sort=-currentLevel');
  expect(headers['content-type']).toBe('application/pdf');
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.subarray(-6).toString()).toBe('%%EOF\n');
  expect(bytes.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(1);
  const columns =
    'reference,title,owner,inherentLevel,currentLevel,residualLevel,treatment,reviewDate';
  const csv = await at(`format=csv&sort=-currentLevel&columns=${columns}`);
  await eventually(async () => {
    const { body: now } = await ada.get('/api/audit/entries?action=risk.export.sent&limit=200');
    const digests = now.items.flatMap(
      ({ changes }: { changes: { path: string; after: unknown }[] }) =>
        changes.filter(({ path }) => path === '/data/sha256').map(({ after }) => after),
    );
    expect(digests).toEqual([createHash('sha256').update(csv.bytes).digest('hex')]);
  });
  const wide = await at(
    'format=pdf&columns=reference,title,description,threats,vulnerabilities,assets,owner,existingControls,treatment,plannedControls,justification,sourceReference,reviewDate',
  );
  expect([wide.status, wide.body.detail]).toEqual([422, expect.stringMatching(/12 columns/)]);
});

test('a text that is too long for an entry is named by its digest; the history has it whole', async () => {
  const text = 'ü\u0001'.repeat(32_768);
  const { body: risk } = await ada.post('/api/records/risks', { title: 'Long', description: text });
  const { body: edited } = await ada.patch(
    `/api/records/risks/${risk.id}`,
    { description: `${text.slice(1)}x`, justification: text },
    1,
  );
  expect(edited.rev).toBe(2);
  const digest = (value: string) => ({
    sha256: createHash('sha256').update(value).digest('hex'),
    bytes: Buffer.byteLength(value),
  });
  await newestOf('risk.edit', {
    '/description': digest(`${text.slice(1)}x`),
    '/justification': digest(text),
  });
  const { body: history } = await ada.get(`/api/records/risks/${risk.id}/history`);
  expect(history.items[0].changes[0]).toEqual({
    path: '/description',
    before: text,
    after: `${text.slice(1)}x`,
  });
  const [sealed] = await world.query(
    `SELECT MAX(LENGTH(sealed)) AS most FROM \`${acme.cell.spec.id}_records\`.outbox`,
  );
  expect(Number(sealed?.most)).toBeLessThan(100_000);
});

test('an export whose second entry cannot be written does not end well', async () => {
  const outbox = `\`${acme.cell.spec.id}_records\`.outbox`;
  await world.query(
    `CREATE TRIGGER ${outbox.replace('outbox', 'lost')} BEFORE INSERT ON ${outbox} FOR EACH ROW BEGIN IF NEW.payload LIKE '%export.sent%' THEN SIGNAL SQLSTATE '45000'; END IF; END`,
  );
  await expect(at('format=csv')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  await world.query(`DROP TRIGGER ${outbox.replace('outbox', 'lost')}`);
  expect((await at('format=csv')).status).toBe(200);
});
