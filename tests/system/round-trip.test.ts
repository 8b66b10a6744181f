import type { RecordType } from '@bulwark/record';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSheet } from '../../services/records/src/sheets/read.ts';
import { recordTypes } from '../../services/records/src/types/index.ts';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { rowsOf } from './generated-rows.ts';

const ROWS = 1000;
const LONG_ROWS = 20;
const LONGEST_TEXT = 65_536;
const LONGEST_CELL = 32_767;
const seed = Number(process.env.BULWARK_SEED ?? Date.now() % 1_000_000);

let world: World;
let acme: Tenant;
let ada: Browser;
/** References of each type, as they were made. */
const made = new Map<string, string[]>();

beforeAll(async () => {
  process.stderr.write(`round trip with seed ${seed}\n`);
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

/** A type after those that it links to, as far as that can be. */
const inOrder = (types: readonly RecordType[]): RecordType[] => {
  const done: RecordType[] = [];
  const visit = (type: RecordType, above: readonly string[]): void => {
    if (done.includes(type) || above.includes(type.name)) return;
    for (const { of } of Object.values(type.fields)) {
      const other = types.find(({ name }) => name === of);
      if (other) visit(other, [...above, type.name]);
    }
    done.push(type);
  };
  for (const type of types) visit(type, []);
  return done;
};

type File = { readonly content: string; readonly format?: 'xlsx' };

/** Imports a file under the mapping that is suggested for it, and waits until it is stored. */
const bring = async ({ plural }: RecordType, file: File) => {
  const path = `/api/records/${plural}`;
  const seen = await ada.post(`${path}/import/inspect`, file);
  expect([seen.status, seen.text.slice(0, 300)]).toEqual([200, expect.anything()]);
  const sent = { ...file, mapping: seen.body.suggested, source: 'Round trip', dryRun: false };
  const answer = await ada.post(`${path}/import`, sent);
  if (answer.status === 422) {
    const dry = await ada.post(`${path}/import`, { ...sent, dryRun: true });
    expect(dry.body.errors.slice(0, 5)).toEqual([]);
  }
  expect([200, 202]).toContain(answer.status);
  if (!answer.body.batch) {
    const { created, changed, unchanged } = answer.body;
    return { created: created.length, changed: changed.length, unchanged };
  }
  return eventually(async () => {
    const { body } = await ada.get(`${path}/imports/${answer.body.batch.id}`);
    expect([body.state, body.problem]).toEqual(['done', null]);
    const { created, changed, unchanged } = body;
    return { created, changed, unchanged };
  });
};

const take = async ({ plural }: RecordType, format: string, query = '') => {
  const answer = await ada.get(`/api/records/${plural}/export?format=${format}${query}`);
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return answer;
};

const generate = (type: RecordType, count: number, longest: number) =>
  rowsOf(type, {
    count,
    seed,
    longest,
    known: { people: [acme.admin.email], records: made },
  });

for (const type of inOrder(recordTypes)) {
  const as = (rows: number) => ({ created: 0, changed: 0, unchanged: rows });

  test(`[need 10] ${ROWS} generated ${type.plural} come back from CSV, JSON and XLSX as they were, byte for byte and cell for cell`, async () => {
    const rows = generate(type, ROWS, LONGEST_CELL);
    const first = await bring(type, { content: JSON.stringify(rows) });
    expect(first).toEqual({ created: ROWS, changed: 0, unchanged: 0 });
    const list = await ada.get(`/api/records/${type.plural}?sort=reference&limit=100`);
    made.set(
      type.name,
      list.body.items.map(({ reference }: { reference: string }) => reference),
    );
    const json = JSON.parse((await take(type, 'json')).text);
    expect(json.map((row: object) => sentOf(type, { ...row }))).toEqual(
      rows.map((row) => sentOf(type, row)),
    );
    for (const format of ['csv', 'json']) {
      const { text } = await take(type, format);
      expect(await bring(type, { content: text })).toEqual(as(ROWS));
      expect((await take(type, format)).text === text).toBe(true);
    }
    const { bytes } = await take(type, 'xlsx');
    const file = { content: bytes.toString('base64'), format: 'xlsx' } as const;
    expect(await bring(type, file)).toEqual(as(ROWS));
    const again = await take(type, 'xlsx');
    const [one, other] = [await readSheet(bytes, null), await readSheet(again.bytes, null)];
    expect(one.rows).toHaveLength(ROWS + 1);
    expect(JSON.stringify(one.rows) === JSON.stringify(other.rows)).toBe(true);
  }, 120_000);

  const long = Object.entries(type.fields).filter(([, { kind }]) => kind === 'longText');
  if (long.length === 0) continue;
  const [[field = ''] = []] = long;

  test(`[need 10] texts of ${type.plural} up to ${LONGEST_TEXT} characters come back too; a workbook that would cut one is refused by name`, async () => {
    const fill = ['€', '\u{1F600}', '\n', 'ü'];
    const rows = generate(type, LONG_ROWS, LONGEST_TEXT).map((row, index) => ({
      ...row,
      [field]: (fill[index % 4] ?? '').repeat(LONGEST_TEXT).slice(0, LONGEST_TEXT),
    }));
    expect((await bring(type, { content: JSON.stringify(rows) })).created).toBe(LONG_ROWS);
    for (const format of ['csv', 'json']) {
      const { text } = await take(type, format);
      expect(await bring(type, { content: text })).toEqual(as(ROWS + LONG_ROWS));
      expect((await take(type, format)).text === text).toBe(true);
    }
    const refused = await ada.get(`/api/records/${type.plural}/export?format=xlsx`);
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid']);
    const named = refused.body.fields.filter(({ path }: { path: string }) =>
      path.endsWith(`/${field}`),
    );
    expect(named).toHaveLength(LONG_ROWS);
    expect(named[0].message).toMatch(/^[A-Z]+-\d{4}-\d+: “.*” has 65,536 characters\.$/);
    await take(type, 'xlsx', '&columns=reference,title');
  }, 120_000);
}

/** What was sent of a row: without what is worked out. */
const sentOf = (
  { fields }: RecordType,
  { reference, ...row }: { readonly [name: string]: unknown },
) => Object.fromEntries(Object.entries(row).filter(([name]) => fields[name]?.kind !== 'derived'));
