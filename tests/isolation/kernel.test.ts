import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readTenants, type TenantEntry } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../world/eventually.ts';
import { openInstallation, type RealInstallation } from '../world/installation.ts';

let installation: RealInstallation;
let acme: TenantEntry;
let globex: TenantEntry;

beforeAll(async () => {
  installation = await openInstallation();
  const tenants = await readTenants(join(installation.home, 'tenants'));
  acme = tenants.find(({ slug }) => slug === 'acme') as TenantEntry;
  globex = tenants.find(({ slug }) => slug === 'globex') as TenantEntry;
}, 90_000);
afterAll(() => installation.stop(), 30_000);

const pidOf = (name: string): number => {
  const text = readFileSync(join(installation.home, 'run', 'processes.json'), 'utf8');
  return JSON.parse(text).find((one: { name: string }) => one.name === name).pid;
};

/** Runs a line of JavaScript as a tenant's own UNIX user. */
const as = ({ uids, build }: TenantEntry, code: string): string => {
  const node = join(installation.home, 'builds', build, 'node');
  const ran = spawnSync(node, ['-e', code], {
    uid: uids?.base ?? -1,
    gid: uids?.base ?? -1,
    env: {},
    cwd: '/',
    encoding: 'utf8',
    timeout: 10_000,
  });
  return ran.stdout.trim() || ran.stderr.trim().split('\n').at(-1) || '';
};

const reading = (path: string): string =>
  `try { console.log(require('fs').readFileSync(${JSON.stringify(path)}).length > 0) } catch (e) { console.log(e.code) }`;

const listing = (path: string): string =>
  `try { console.log(require('fs').readdirSync(${JSON.stringify(path)}).length >= 0) } catch (e) { console.log(e.code) }`;

const writing = (path: string): string =>
  `try { require('fs').writeFileSync(${JSON.stringify(path)}, 'x'); console.log('true') } catch (e) { console.log(e.code) }`;

const connecting = (path: string): string =>
  `require('net').connect(${JSON.stringify(path)}).on('connect', () => { console.log('true'); process.exit() }).on('error', (e) => console.log(e.code))`;

test('[claim 3.2] every cell runs under a UNIX user of its own, none of them root', () => {
  const names = ['cell-acme', 'cell-globex', 'cell-platform', 'gateway', 'witness', 'database'];
  const uids = names.map((name) => statSync(`/proc/${pidOf(name)}`).uid);
  expect(new Set(uids).size).toBe(uids.length);
  expect(uids.every((uid) => uid >= 20_000)).toBe(true);
  expect(readFileSync('/etc/passwd', 'utf8')).not.toContain(`:${uids[0]}:`);
});

test('[claim 3.2] the kernel keeps one tenant’s user out of another’s files, sockets, memory and environment', () => {
  const cells = join(installation.home, 'cells');
  const secret = (id: string): string => join(cells, id, 'secrets/identity/kek');
  const keys = (id: string): string => join(cells, id, 'keys/keys.json');
  for (const [mine, other, cell] of [
    [acme, globex, 'cell-globex'],
    [globex, acme, 'cell-acme'],
  ] as const) {
    const own = pidOf(`cell-${mine.slug}`);
    const foreign = pidOf(cell);
    expect([
      as(mine, reading(secret(mine.id))),
      as(mine, reading(keys(mine.id))),
      as(mine, listing(join(cells, mine.id, 'data'))),
      as(mine, writing(join(cells, mine.id, 'data', 'probe'))),
      as(mine, connecting(mine.services.identity?.[0]?.peer ?? '')),
      as(mine, reading(`/proc/${own}/environ`)),
    ]).toEqual(Array(6).fill('true'));
    expect([
      as(mine, reading(secret(other.id))),
      as(mine, reading(keys(other.id))),
      as(mine, listing(join(cells, other.id))),
      as(mine, writing(join(cells, other.id, 'data', 'probe'))),
      as(mine, connecting(other.services.identity?.[0]?.peer ?? '')),
      as(mine, connecting(other.services.records?.[0]?.front ?? '')),
      as(mine, reading(`/proc/${foreign}/environ`)),
      as(mine, reading(`/proc/${foreign}/mem`)),
      as(mine, listing(`/proc/${foreign}/fd`)),
    ]).toEqual(Array(9).fill('EACCES'));
  }
});

test('[claim 3.2] a tenant’s user can write nothing that root or another tenant would run or read as its own', () => {
  const home = installation.home;
  const { build, id } = acme;
  for (const path of [
    join(home, 'builds', build, 'cell.mjs'),
    join(home, 'builds', build, 'node'),
    join(home, 'builds', build, 'planted.mjs'),
    join(home, 'tenants', `${id}.json`),
    join(home, 'cells', id, 'cell.json'),
    join(home, 'cells', id, 'keys/keys.json'),
    join(home, 'cells', id, 'secrets/identity/kek'),
    join(home, 'installation.json'),
    join(home, 'pki/ca.pem'),
    join(home, 'run', 'planted'),
    join(home, 'run/witness/planted'),
    join(home, 'witness/logs', `${id}.json`),
    join(home, 'witness/store', `${id}.checkpoint`),
  ]) {
    expect([path, as(acme, writing(path))]).toEqual([
      path,
      expect.stringMatching(/^E(ACCES|PERM)$/),
    ]);
  }
  expect(as(acme, reading(join(home, 'pki/ca.key')))).toBe('EACCES');
  expect(as(acme, reading(join(home, 'witness/witness.key')))).toBe('EACCES');
  expect(as(acme, listing(join(home, 'witness/store')))).toBe('EACCES');
  expect(as(acme, connecting(join(home, 'run/witness/witness.sock')))).toBe('true');
  expect(as(acme, listing(join(home, 'gateway/certificates')))).toBe('EACCES');
  expect(as(acme, reading(join(home, 'database/root.password')))).toBe('EACCES');
});

test('no environment or command line of a running process holds a secret', () => {
  const folder = join(installation.home, 'cells', acme.id, 'secrets');
  const secrets = readdirSync(folder).flatMap((service) =>
    readdirSync(join(folder, service))
      .filter((name) => /password|kek|pepper/.test(name))
      .map((name) => readFileSync(join(folder, service, name), 'utf8').trim()),
  );
  for (const name of ['cell-acme', 'gateway', 'witness', 'database']) {
    const said = ['environ', 'cmdline'].map((file) =>
      readFileSync(`/proc/${pidOf(name)}/${file}`, 'utf8'),
    );
    for (const secret of secrets) expect(said.join(' ')).not.toContain(secret);
  }
});

test('[claim 1.5] the platform runs on its own ISMS: its assets, risks and tasks stand in the operator’s tenant', async () => {
  const olivia = installation.browser('platform');
  const { email, password } = installation.tenant('platform').admin;
  await olivia.signInFirst(email, password);
  const total = async (plural: string): Promise<number> =>
    (await olivia.get(`/api/records/${plural}`)).body.total;
  expect([await total('assets'), await total('risks'), await total('tasks')]).toEqual([10, 6, 3]);
  const { body: risks } = await olivia.get('/api/records/risks?search=gateway&sort=reference');
  const [risk] = risks.items;
  expect(risk).toMatchObject({ title: 'The gateway is taken over', residualLevel: 'L' });
  const { body: assets } = await olivia.get('/api/records/assets?limit=200');
  const linked = assets.items.filter(({ id }: { id: string }) => risk.assets.includes(id));
  expect(linked.map(({ title }: { title: string }) => title)).toEqual(['Gateway']);
  await eventually(async () => {
    const { body } = await olivia.get(`/api/audit/entries?resource=${risk.id}`);
    expect(body.items[0]).toMatchObject({ action: 'risk.create', actor: { type: 'operator' } });
  });
}, 30_000);

test('[claim 3.6] through the gateway too, a cookie of one tenant is nobody at another', async () => {
  const ada = installation.browser('acme');
  const { email, password } = installation.tenant('acme').admin;
  await ada.signInFirst(email, password);
  const stranger = installation.browser('globex');
  stranger.jar.sid = ada.jar.sid;
  expect((await stranger.session()).state).toBe('anonymous');
  expect((await stranger.get('/api/records/risks')).status).toBe(401);
  expect((await ada.get('/api/records/risks')).status).toBe(200);
}, 30_000);
