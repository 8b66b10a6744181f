import { chmodSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { startCell } from '@bulwark/cell';
import { readCell, serverOf, shownError } from '@bulwark/runtime';
import { cellPaths } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { passwordIn } from '../world/mails.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let ada: Browser;
const lines: string[] = [];

beforeAll(async () => {
  world = await openWorld({ log: (facts) => void lines.push(JSON.stringify(facts, errorsToo)) });
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

const errorsToo = (_: string, value: unknown): unknown =>
  value instanceof Error ? shownError(value) : value;

const schema = (name: string): string => `\`${acme.cell.spec.id}_${name}\``;

/** Takes a table away while `work` runs: the fault that a lookup meets. */
const without = async (name: string, table: string, work: () => Promise<void>): Promise<void> => {
  const at = `${schema(name)}.\`${table}\``;
  await world.query(`RENAME TABLE ${at} TO ${schema(name)}.\`${table}_away\``);
  try {
    await work();
  } finally {
    await world.query(`RENAME TABLE ${schema(name)}.\`${table}_away\` TO ${at}`);
  }
};

const count = async (name: string, table: string): Promise<number> => {
  const [row] = await world.query(`SELECT COUNT(*) AS n FROM ${schema(name)}.\`${table}\``);
  return Number(row?.n);
};

test.each([
  ['session lookup', 'identity', 'session'],
  ['permission lookup', 'identity', 'profile_right'],
])(
  '[claim 1.3] a fault in %s refuses the request, and nothing is written',
  async (_, name, table) => {
    const before = await count('records', 'risk');
    await without(name, table, async () => {
      const answer = await ada.post('/api/records/risks', { title: 'Through a fault' });
      expect(answer.status).toBeGreaterThanOrEqual(401);
    });
    expect(await count('records', 'risk')).toBe(before);
  },
);

test('[claim 1.3] a fault in the audit outbox undoes the change and hides the view', async () => {
  const before = await count('records', 'risk');
  await without('records', 'outbox', async () => {
    expect((await ada.post('/api/records/risks', { title: 'No entry' })).status).toBe(503);
  });
  await without('audit', 'outbox', async () => {
    const view = await ada.get('/api/audit/entries');
    expect([view.status, view.body.code]).toEqual([503, 'unavailable']);
  });
  expect(await count('records', 'risk')).toBe(before);
  expect((await ada.post('/api/records/risks', { title: 'Works again' })).status).toBe(201);
});

test('[claim 1.3] [claim 2.7] a cell does not start with a secret that others may read, nor without a key', async () => {
  const folder = cellPaths(world.installation, acme.entry.id).cell;
  const file = join(folder, 'secrets/identity/token.key');
  chmodSync(file, 0o440);
  const start = () =>
    startCell(readCell(folder), {
      log: () => {},
      resources: join(world.home, 'builds/abcdef012345'),
    });
  await expect(start()).rejects.toThrow('open to others (mode 440)');
  chmodSync(file, 0o400);
  renameSync(file, `${file}.away`);
  await expect(start()).rejects.toThrow('ENOENT');
  renameSync(`${file}.away`, file);
});

test('[claim 2.8] a failing statement takes its values neither into a log nor into an answer', async () => {
  await without('identity', 'person_profile', async () => {
    const answer = await ada.post('/api/identity/people', {
      name: 'Quentin Unlucky',
      email: 'quentin@acme.example',
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('uentin');
  });
  expect(lines.join('\n')).toContain('ER_NO_SUCH_TABLE');
  expect(lines.join('\n')).not.toContain('uentin');
});

test('[claim 2.8] no secret that this run planted is in a log, an event, an entry or a table in clear', async () => {
  const folder = join(cellPaths(world.installation, acme.entry.id).cell, 'secrets');
  const secrets = readdirSync(folder).flatMap((service) =>
    readdirSync(join(folder, service)).map((name) =>
      readFileSync(join(folder, service, name), 'utf8').trim(),
    ),
  );
  const bodies = secrets.flatMap((text) =>
    text.split('\n').filter((line) => !line.startsWith('-----')),
  );
  const planted = [
    ...bodies,
    ada.jar.password,
    ada.jar.secret,
    ada.jar.sid,
    acme.admin.oneTimePassword,
  ];
  expect(planted.length).toBeGreaterThan(12);
  const places = [
    lines.join('\n'),
    ...(await dump(['identity', 'records', 'audit', 'notification', 'media', 'ledger', 'bus'])),
  ];
  expect(places.join('').length).toBeGreaterThan(50_000);
  for (const secret of planted) {
    expect(places.map((place) => place.includes(secret))).toEqual(places.map(() => false));
  }
});

/** Everything that some schemas hold, as text. */
const dump = async (names: readonly string[]): Promise<string[]> => {
  const texts: string[] = [];
  for (const name of names) {
    const database = `${acme.cell.spec.id}_${name}`;
    const tables = await world.query(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
      [database],
    );
    for (const table of tables) {
      const rows = await world.query(`SELECT * FROM \`${database}\`.\`${table.name}\``);
      texts.push(rows.map((row) => Object.values(row).map(String).join(' ')).join('\n'));
    }
  }
  return texts;
};

test('names, addresses, IPs, agents and free text stand in no entry, no outbox and on no bus', async () => {
  const marks = ['Zebulon Quill', 'zebulon@acme.example', 'Pelican brief about Maria'];
  await ada.post('/api/identity/people', { name: marks[0], email: marks[1], profiles: [] });
  const given = passwordIn(await acme.mailTo(String(marks[1])));
  expect(given).not.toBe('');
  marks.push(given);
  const { body: risk } = await ada.post('/api/records/risks', {
    title: marks[2],
    threats: [marks[2]],
  });
  await ada.patch(`/api/records/risks/${risk.id}`, { description: marks[2] }, 1);
  await ada.post(
    `/api/records/risks/${risk.id}/deactivate`,
    { reason: marks[2] },
    { 'if-match': '"2"' },
  );
  await ada.get('/api/records/risks');
  const texts: string[] = [];
  for (const [name, table] of [
    ['identity', 'outbox'],
    ['records', 'outbox'],
    ['audit', 'outbox'],
    ['bus', 'run'],
    ['ledger', 'bundle'],
    ['audit', 'entry'],
  ] as const) {
    const rows = await world.query(`SELECT * FROM ${schema(name)}.\`${table}\``);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) for (const value of Object.values(row)) texts.push(String(value));
  }
  const all = texts.join('\n');
  expect(all).toContain('risk.deactivate');
  for (const mark of [...marks, '192.0.2.10', 'Test browser', 'Ada Okafor', acme.admin.email]) {
    expect([mark, all.includes(mark)]).toEqual([mark, false]);
  }
});

test('[claim 7.6] the ledger’s own login may add and read, and nothing else', async () => {
  const { connect } = await import('@bulwark/db');
  const login = `${acme.cell.spec.id}_ledger`;
  const ledger = connect({
    ...serverOf(acme.cell.spec),
    user: login,
    password: acme.cell.secret('audit', 'ledger.password').reveal(),
    database: login,
  });
  const rows = await ledger.sql('bundle').select('first_leaf');
  expect(rows.length).toBeGreaterThan(0);
  for (const statement of [
    'UPDATE bundle SET leaves = 0',
    'DELETE FROM bundle',
    'TRUNCATE TABLE bundle',
    "REPLACE INTO bundle VALUES (0, 1, '{}', '', NOW(3))",
    "INSERT INTO bundle VALUES (0, 1, '{}', '', NOW(3)) ON DUPLICATE KEY UPDATE leaves = 9",
    'DROP TABLE bundle',
    'ALTER TABLE bundle ADD COLUMN x INT',
    ...['tile', 'checkpoint', 'cosignature'].flatMap((table) => [
      `DELETE FROM ${table}`,
      `TRUNCATE TABLE ${table}`,
    ]),
    "UPDATE tile SET hashes = ''",
    "UPDATE checkpoint SET note = ''",
    "UPDATE cosignature SET line = ''",
  ]) {
    await expect(ledger.sql.raw(statement)).rejects.toMatchObject({ errno: 1142 });
  }
  await ledger.close();
});
