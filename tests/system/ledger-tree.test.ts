import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathsOf } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson } from '../world/scenes.ts';
import { openVerifier } from '../world/verifier.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { attacks, ledgerOf } from './ledger-attacks.ts';

let world: World;
const alarms: { kind: string; reason: string }[] = [];

beforeAll(async () => {
  world = await openWorld({
    log: (facts) => {
      if (facts.msg === 'alarm')
        alarms.push({ kind: String(facts.kind), reason: String(facts.reason) });
    },
  });
});
afterAll(() => world.close());

const ledger = (tenant: Tenant): string => ledgerOf(world, tenant).name;
const leavesOf = async (tenant: Tenant): Promise<number> => {
  const [row] = await world.query(
    `SELECT MAX(first_leaf + leaves) AS n FROM ${ledger(tenant)}.bundle`,
  );
  return Number(row?.n);
};
/** What the witness cosigned last: the evidence that lies outside the tenant. */
const witnessed = (tenant: Tenant): string =>
  readFileSync(
    join(pathsOf(world.installation).witnessStore, `${tenant.entry.id}.checkpoint`),
    'utf8',
  );
const sizeOf = (note: string): number => Number(note.split('\n')[1]);
const allWitnessed = (tenant: Tenant): Promise<string> =>
  eventually(async () => {
    const note = witnessed(tenant);
    expect(sizeOf(note)).toBe(await leavesOf(tenant));
    return note;
  });

const furnished = async (slug: string): Promise<{ tenant: Tenant; ada: Browser }> => {
  const tenant = await world.addTenant(slug);
  const ada = await firstPerson(tenant);
  for (const title of ['One', 'Two', 'Three']) await ada.post('/api/records/risks', { title });
  await allWitnessed(tenant);
  return { tenant, ada };
};

test('a change is in a cosigned checkpoint soon, and its inclusion is shown to somebody who trusts nobody here', async () => {
  const { tenant, ada } = await furnished('acme');
  const verifier = openVerifier(tenant.cell.folder);
  const began = Date.now();
  const { body: risk } = await ada.post('/api/records/risks', { title: 'Ransomware' });
  const shown = await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${risk.id}`);
    const proof = await ada.get(`/api/audit/entries/${body.items[0].leaf}/proof`);
    expect(proof.status).toBe(200);
    return proof.body;
  });
  expect(Date.now() - began).toBeLessThan(2000);
  expect(JSON.parse(shown.entry)).toMatchObject({
    action: 'risk.create',
    resource: { id: risk.id },
  });
  expect(await verifier.contains(shown)).toBe(true);
  const entry = shown.entry.replace('risk.create', 'risk.delete');
  expect(await verifier.contains({ ...shown, entry })).toBe(false);
  expect(await verifier.contains({ ...shown, leaf: shown.leaf - 1 })).toBe(false);
  const { body } = await ada.get('/api/audit/checkpoint');
  expect(await verifier.open(body.checkpoint)).toMatchObject({ size: body.size });
  expect(body.size).toBeGreaterThanOrEqual(shown.size);
  expect((await ada.get('/api/audit/entries/1000000/proof')).status).toBe(404);
});

test('a ledger past a full tile proves its first entry, and after a restart still does', async () => {
  const { tenant, ada } = await furnished('wide');
  const verifier = openVerifier(tenant.cell.folder);
  for (let row = 0; row < 260; row += 1) {
    const { status } = await ada.post('/api/records/tasks', { title: `Task ${row}` });
    expect(status).toBe(201);
  }
  await allWitnessed(tenant);
  const proves = async (leaf: number): Promise<void> => {
    const { body } = await eventually(async () => {
      const answer = await ada.get(`/api/audit/entries/${leaf}/proof`);
      expect(answer.status).toBe(200);
      return answer;
    });
    expect(body.size).toBeGreaterThan(256);
    expect(await verifier.contains(body)).toBe(true);
  };
  const tiles = await world.query(`SELECT level, n FROM ${ledger(tenant)}.tile`);
  expect(tiles).toEqual([{ level: 0, n: 0 }]);
  for (const leaf of [0, 255, 256]) await proves(leaf);
  await tenant.restart();
  for (const leaf of [0, 255, 256]) await proves(leaf);
  await tenant.restart(() =>
    world.query(
      `UPDATE ${ledger(tenant)}.tile SET hashes = INSERT(hashes, 100, 1, CHAR(ORD(SUBSTR(hashes, 100, 1)) ^ 1))`,
    ),
  );
  await eventually(async () =>
    expect(alarms.at(-1)).toEqual({
      kind: 'the ledger was changed',
      reason: 'tile/0/000 is not what its leaves make',
    }),
  );
}, 60_000);

test('a ledger of before there was a tree gets one at its first start', async () => {
  const { tenant } = await furnished('older');
  const before = await leavesOf(tenant);
  const heard = alarms.length;
  await tenant.restart(async () => {
    for (const table of ['tile', 'checkpoint', 'cosignature'])
      await world.query(`DELETE FROM ${ledger(tenant)}.${table}`);
  });
  await eventually(async () => {
    const [row] = await world.query(`SELECT MIN(size) AS size FROM ${ledger(tenant)}.cosignature`);
    expect(Number(row?.size)).toBeGreaterThanOrEqual(before);
  });
  await allWitnessed(tenant);
  expect(alarms).toHaveLength(heard);
});

test('the witness down or killed holds nothing up, and back again it has it all cosigned', async () => {
  const { tenant, ada } = await furnished('patient');
  await world.witness.stop();
  const before = witnessed(tenant);
  expect((await ada.post('/api/records/risks', { title: 'Meanwhile' })).status).toBe(201);
  await tenant.restart();
  expect((await ada.get('/api/audit/checkpoint')).body.size).toBe(sizeOf(before));
  expect(witnessed(tenant)).toBe(before);
  await world.witness.start();
  expect(sizeOf(await allWitnessed(tenant))).toBeGreaterThan(sizeOf(before));
});

test.each(attacks)(
  '[claim 7.6] a database root’s attack is found at the next start and never cosigned: $name',
  async ({ name, attack, kind, reason }) => {
    const { tenant, ada } = await furnished(`under-${name}`);
    const heard = alarms.length;
    const before = witnessed(tenant);
    await tenant.restart(() => attack(ledgerOf(world, tenant)));
    await ada.post('/api/records/risks', { title: 'Afterwards' });
    if (kind === null) {
      await eventually(async () =>
        expect(sizeOf(witnessed(tenant))).toBeGreaterThan(sizeOf(before)),
      );
      await allWitnessed(tenant);
      expect(alarms).toHaveLength(heard);
      return;
    }
    await eventually(async () =>
      expect(alarms.slice(heard).map((alarm) => alarm.kind)).toContain(kind),
    );
    const said = alarms.slice(heard).find((alarm) => alarm.kind === kind);
    if (reason) expect(said?.reason).toMatch(reason);
    expect(witnessed(tenant)).toBe(before);
  },
  30_000,
);
