import { connect } from '@bulwark/db';
import { serverOf } from '@bulwark/runtime';
import { makeAuthority } from '@bulwark/tenancy/certificate';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canLogInto } from '../../deploy/host/broker-desk.ts';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { type Network, openNetwork } from '../world/network.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { backUp, putBack } from './backup-scene.ts';

let network: Network;
let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  network = await openNetwork();
  world = await openWorld({ network });
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
}, 120_000);
afterAll(async () => {
  await world.close();
  await network.close();
}, 60_000);

const login = () => ({
  ...serverOf(acme.cell.spec),
  user: `${acme.cell.spec.id}_records`,
  password: acme.cell.secret('records', 'database.password').reveal(),
  database: `${acme.cell.spec.id}_records`,
});

const canConnect = async (address: Parameters<typeof connect>[0]): Promise<string> => {
  const { sql, close } = connect(address);
  const [rows] = await sql
    .raw("SHOW SESSION STATUS LIKE 'Ssl_version'")
    .catch((error: Error & { code?: string }) => [[{ Value: `${error.code} ${error.message}` }]]);
  await close();
  return String(rows[0]?.Value);
};

test('a cell whose database and broker are elsewhere reaches both by TLS, and so does its trail', async () => {
  const made = await ada.post('/api/records/risks', { title: 'Over the network' });
  expect(made.status).toBe(201);
  await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${made.body.id}`);
    expect(body.items).toHaveLength(1);
  }, 20_000);
  expect(acme.cell.spec).toMatchObject({
    database: { host: 'localhost', ca: network.ca },
    transport: { kind: 'kafka', ca: network.ca },
  });
  expect(await canConnect(login())).toBe('TLSv1.3');
}, 40_000);

test('a login from elsewhere is refused without TLS, and a server of another authority is not believed', async () => {
  const other = (await makeAuthority('somebody else', new Date())).certificate;
  expect(await canConnect({ ...login(), ca: other })).toMatch(/HANDSHAKE|certificate|unable to/i);
  await network.answerAs('somewhere-else');
  // Another text of the same authority: the driver would go on with the session that it verified before.
  const afresh = { ...login(), ca: `${network.ca}\n` };
  expect(await canConnect(afresh)).toContain('does not match certificate');
  await network.answerAs('localhost');
  expect(await canConnect(login())).toBe('TLSv1.3');
  expect(() => connect({ ...login(), host: '127.0.0.1' })).toThrow('its name');
  const { ca: _ca, ...open } = login();
  expect(() => connect(open)).toThrow('TLS is compulsory');
  const user = `${acme.cell.spec.id}_records`;
  const [row] = await world.query(`SHOW CREATE USER '${user}'@'%'`);
  expect(JSON.stringify(row)).toContain('REQUIRE SSL');
});

test('a broker of another authority is not believed', async () => {
  const other = (await makeAuthority('somebody else', new Date())).certificate;
  expect(await canLogInto(network.brokerLogin)).toBe(true);
  expect(await canLogInto({ ...network.brokerLogin, ca: other })).toBe(false);
  const { ca: _ca, ...open } = network.brokerLogin;
  expect(await canLogInto(open)).toBe(false);
}, 60_000);

test('a backup is taken and put back over the network', async () => {
  const before = (await ada.get('/api/records/risks')).body.total;
  const { id } = await backUp(ada);
  await ada.post('/api/records/risks', { title: 'After the backup' });
  await putBack(world, acme, id);
  const again = acme.browser();
  expect((await again.get('/api/records/risks')).status).toBe(401);
  const [{ count } = { count: -1 }] = await world.query(
    `SELECT COUNT(*) AS count FROM \`${acme.cell.spec.id}_records\`.risk`,
  );
  expect(Number(count)).toBe(before);
}, 120_000);
