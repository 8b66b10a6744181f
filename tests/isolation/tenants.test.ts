import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@bulwark/db';
import { signRun } from '@bulwark/events';
import { serverOf } from '@bulwark/runtime';
import { cellPaths, schemas } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { everyRoute } from '../world/routes.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let globex: Tenant;
let ada: Browser;
let greta: Browser;
const alarms: string[] = [];

beforeAll(async () => {
  world = await openWorld({
    log: (facts) => void alarms.push(String(facts.kind ?? facts.msg ?? '')),
  });
  acme = await world.addTenant('acme');
  globex = await world.addTenant('globex');
  ada = await firstPerson(acme);
  greta = await firstPerson(globex);
});
afterAll(() => world.close());

const passwordOf = (tenant: Tenant, schema: string): string => {
  const file =
    schema === 'ledger'
      ? 'audit/ledger.password'
      : schema === 'bus'
        ? 'cell/bus.password'
        : `${schema}/database.password`;
  const folder = cellPaths(world.installation, tenant.entry.id).cell;
  return readFileSync(join(folder, 'secrets', file), 'utf8').trim();
};

const own = schemas;

test('[claim 3.1] each login of each tenant opens its own schema and no other', async () => {
  for (const tenant of [acme, globex]) {
    for (const login of own) {
      const { id } = tenant.cell.spec;
      const database = connect({
        ...serverOf(tenant.cell.spec),
        user: `${id}_${login}`,
        password: passwordOf(tenant, login),
        database: `${id}_${login}`,
      });
      const [seen] = await database.sql.raw('SHOW DATABASES');
      const visible = seen.map(({ Database }: { Database: string }) => Database);
      expect(visible.filter((name: string) => name.startsWith('t'))).toEqual([`${id}_${login}`]);
      for (const other of [acme, globex]) {
        for (const schema of own) {
          const name = `${other.cell.spec.id}_${schema}`;
          const look = database.sql.raw(`SELECT COUNT(*) FROM \`${name}\`.schema_migration`);
          if (name === `${id}_${login}`) await expect(look).resolves.toBeDefined();
          else await expect(look).rejects.toMatchObject({ errno: 1142 });
        }
      }
      await database.close();
    }
  }
});

test('[claim 3.6] a cookie, a token, an id and an event of one tenant are worth nothing at another', async () => {
  const { body: risk } = await ada.post('/api/records/risks', { title: 'Acme only' });
  const stranger = globex.browser();
  stranger.jar.sid = ada.jar.sid;
  expect((await stranger.session()).state).toBe('anonymous');
  expect((await stranger.get('/api/records/risks')).status).toBe(401);

  const { send } = await import('../world/browser.ts');
  const exchanged = await send(join(acme.cell.spec.doors.folder, 'identity.peer'), {
    method: 'POST',
    path: '/exchange',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sid: ada.jar.sid, audience: 'records' }),
  });
  const withToken = (run: string, service: string, path: string) =>
    send(join(run, `${service}.front`), {
      method: 'GET',
      path,
      headers: { authorization: `Bearer ${exchanged.body.token}` },
    });
  const risks = '/api/records/risks';
  expect((await withToken(acme.cell.spec.doors.folder, 'records', risks)).status).toBe(200);
  expect((await withToken(globex.cell.spec.doors.folder, 'records', risks)).status).toBe(401);
  expect((await withToken(acme.cell.spec.doors.folder, 'audit', '/api/audit/entries')).status).toBe(
    401,
  );

  expect((await ada.get(`${risks}/${risk.id}`)).status).toBe(200);
  expect((await greta.get(`${risks}/${risk.id}`)).status).toBe(404);
  const change = await greta.patch(`${risks}/${risk.id}`, { title: 'Taken' }, 1);
  expect(change.status).toBe(404);
  const named = await greta.post(risks, { title: 'x', owner: (await ada.session()).person.id });
  expect(named.body.fields).toEqual([{ path: '/owner', message: 'There is no such person.' }]);
});

test('[claim 3.6] a signed run of one tenant is refused on another’s bus', async () => {
  const bus = (tenant: Tenant): string => `\`${tenant.cell.spec.id}_bus\`.run`;
  const [lane] = await world.query(`SELECT audit FROM \`${globex.cell.spec.id}_records\`.lane`);
  const next = Number(lane?.audit) + 1;
  const [entry] = await world.query(
    `SELECT payload, sealed FROM \`${acme.cell.spec.id}_records\`.outbox WHERE stream = 'audit' LIMIT 1`,
  );
  // Right in all but who signed it: the frame fits globex's lane, the key is acme's.
  const run = {
    lane: 'records/audit',
    epoch: 1,
    first: next,
    entries: [{ payload: String(entry?.payload), sealed: null }],
  };
  const key = createPrivateKey(acme.cell.secret('records', 'lane.key').reveal());
  const signed = signRun(run, { key, kid: acme.cell.keys.records?.lane.kid ?? '' });
  await world.query(`INSERT INTO ${bus(globex)} VALUES (?, ?, ?, ?, ?, ?, ?, NOW(3))`, [
    signed.lane,
    signed.epoch,
    signed.first,
    signed.last,
    signed.body,
    signed.kid,
    signed.signature,
  ]);
  await globex.restart();
  await eventually(async () => expect(alarms).toContain('forged run'));
  await greta.post('/api/records/risks', { title: 'After the forgery' });
  await eventually(async () => {
    const { body } = await greta.get('/api/audit/entries?action=risk.create&outcome=success');
    expect(body.items).toHaveLength(1);
  });
  const { body } = await greta.get('/api/audit/entries?limit=200');
  const tenants = new Set(body.items.map(({ service }: { service: string }) => service));
  expect([...tenants].sort()).toEqual(['audit', 'identity', 'records']);
});

test('[claim 3.7] no route takes a tenant, and each trail holds its own entries only', async () => {
  for (const { route, name } of await everyRoute()) {
    const shapes = JSON.stringify([
      route.path,
      Object.keys((route.query as { shape?: object })?.shape ?? {}),
    ]);
    expect([name, /tenant/i.test(shapes)]).toEqual([name, false]);
  }
  for (const [tenant, other] of [
    [acme, globex],
    [globex, acme],
  ] as const) {
    const rows = await world.query(`SELECT bytes FROM \`${tenant.cell.spec.id}_audit\`.entry`);
    expect(rows.length).toBeGreaterThan(5);
    for (const { bytes } of rows) {
      expect(String(bytes)).toContain(`"tenant":"${tenant.cell.spec.id}"`);
      expect(String(bytes)).not.toContain(other.cell.spec.id);
    }
  }
});

test('[claim 3.5] a cell’s folder holds its own tenant’s secrets and names no other', () => {
  const spec = readFileSync(cellPaths(world.installation, acme.entry.id).spec, 'utf8');
  expect(spec).not.toContain(globex.entry.id);
  for (const schema of own) {
    expect(passwordOf(acme, schema)).not.toBe(passwordOf(globex, schema));
  }
  const keys = (tenant: Tenant): string =>
    readFileSync(
      join(cellPaths(world.installation, tenant.entry.id).cell, 'keys/keys.json'),
      'utf8',
    );
  const mine = [...keys(acme).matchAll(/"x": ?"([^"]+)"/g)].map(([, x]) => x);
  expect(mine.length).toBeGreaterThan(5);
  for (const x of mine) expect(keys(globex)).not.toContain(x);
});
