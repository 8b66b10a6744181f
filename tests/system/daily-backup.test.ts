import { randomUUID } from 'node:crypto';
import { schemaName } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../world/eventually.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

const DAY = 24 * 60 * 60;

let world: World;
let acme: Tenant;
const alarms: unknown[] = [];

beforeAll(async () => {
  const log = (facts: { readonly [name: string]: unknown }) => {
    if (facts.msg === 'alarm') alarms.push(facts.kind);
  };
  world = await openWorld({ log });
  acme = await world.addTenant('acme');
});
afterAll(() => world.close());

const inBackup = (sql: string, values: readonly string[] = []) =>
  world.query(sql.replaceAll('@', `\`${schemaName(acme.entry.id, 'backup')}\`.`), values);

const due = async (): Promise<Date> => {
  const [row] = await inBackup("SELECT due FROM @job WHERE name = 'daily backup'");
  return new Date(String(row?.due));
};

const verified = (count: number) =>
  eventually(async () => {
    const found = await inBackup('SELECT id, state, attempts FROM @backup ORDER BY started');
    expect(found.map(({ state }) => state)).toEqual(Array(count).fill('verified'));
    return found.map(({ id }) => String(id));
  });

test('the first backup is due in the coming night', async () => {
  const hours = ((await due()).getTime() - acme.now().getTime()) / 3_600_000;
  expect(hours).toBeGreaterThan(0);
  expect(hours).toBeLessThan(24);
  expect([1, 2, 3, 4, 5]).toContain((await due()).getUTCHours());
  expect(await inBackup('SELECT id FROM @backup')).toEqual([]);
});

test('[claim 8.1] after three days of downtime one backup is taken, by the service, and somebody is told', async () => {
  acme.advance(3 * DAY);
  await acme.restart();
  const [id] = await verified(1);
  expect((await due()).getTime()).toBeGreaterThan(acme.now().getTime());
  const ada = await firstPerson(acme);
  await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${id}`);
    expect(body.items).toMatchObject([
      { action: 'backup.taken', outcome: 'success', actor: { type: 'service' } },
      { action: 'backup.create', actor: { type: 'service' } },
    ]);
  });
  expect(alarms).toEqual(['job late']);
});

test('[claim 8.1] a night without a verified backup raises an alarm', async () => {
  acme.advance(2 * DAY);
  await acme.restart();
  await verified(2);
  expect(alarms).toEqual(['job late', 'job late', 'backup missed']);
});

test('a backup that is being taken is tonight’s', async () => {
  const id = randomUUID();
  await acme.restart(async () => {
    acme.advance(DAY);
    await inBackup(
      "INSERT INTO @backup (id, state, attempts, started) VALUES (?, 'running', 0, '2100-01-01')",
      [id],
    );
  });
  expect((await verified(3)).at(-1)).toBe(id);
  await eventually(async () =>
    expect((await due()).getTime()).toBeGreaterThan(acme.now().getTime()),
  );
  expect(await verified(3)).toContain(id);
});
