import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLoad } from '../faults/load.ts';
import { backUp } from '../system/backup-scene.ts';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { passwordIn } from '../world/mails.ts';
import { hardeningOf, insideOf } from './hardening.ts';
import { allowed, forbidden, knockAll } from './networks.ts';
import { type Containers, openContainers, tell, timed } from './stage.ts';

const FILE = readFileSync(join(import.meta.dirname, '../fixtures/risks-other-system.csv'), 'utf8');

let containers: Containers;
let ada: Browser;
let gregor: Browser;

beforeAll(async () => {
  containers = await openContainers();
}, 1_800_000);
afterAll(async () => {
  if (containers) await timed('compose down', containers.down);
}, 120_000);

const signIn = async (slug: string): Promise<Browser> => {
  const { email, password } = containers.tenant(slug).admin;
  const browser = containers.browser(slug);
  await browser.signInFirst(email, password);
  return browser;
};

/** Makes a risk, edits it, and reads both in the trail. */
const editAndTrace = async (browser: Browser): Promise<void> => {
  const made = await browser.post('/api/records/risks', { title: 'In containers' });
  expect(made.status).toBe(201);
  const edited = await browser.patch(
    `/api/records/risks/${made.body.id}`,
    { treatment: 'avoid' },
    1,
  );
  expect(edited.body).toMatchObject({ rev: 2, treatment: 'avoid' });
  const { items } = await eventually(async () => {
    const { body } = await browser.get(`/api/audit/entries?resource=${made.body.id}`);
    expect(body.items).toHaveLength(2);
    return body;
  });
  expect(items[0].changes).toContainEqual({ path: '/treatment', before: null, after: 'avoid' });
};

test('every container is healthy, and acme has one for each service', async () => {
  const lines = (await containers.compose('ps', '--format', 'json')).trim().split('\n');
  const all = lines.map((line) => JSON.parse(line));
  const states = all.map(({ Service, State, Health }) => `${Service} ${State} ${Health}`);
  const services = ['audit', 'backup', 'identity', 'media', 'notification', 'records'];
  const names = [
    ...services.map((service) => `acme-${service}`),
    ...[
      'broker',
      'database',
      'gateway',
      'globex-cell',
      'mail',
      'objects',
      'platform-cell',
      'witness',
    ],
  ];
  expect(states.toSorted()).toEqual(names.map((name) => `${name} running healthy`));
}, 60_000);

test('the main job, split: first sign-in with TOTP, an import with a dry run, an edit, the trail', async () => {
  ada = await signIn('acme');
  expect((await ada.session()).state).toBe('signed-in');
  const { body } = await ada.post('/api/records/risks/import/inspect', { content: FILE });
  const treatment = {
    to: 'treatment',
    values: { ...body.suggested.columns.treatment.values, open: null },
  };
  const mapping = { ...body.suggested, columns: { ...body.suggested.columns, treatment } };
  const order = { content: FILE, mapping, source: 'Old tool' };
  const dry = await ada.post('/api/records/risks/import', { ...order, dryRun: true });
  expect(dry.body).toMatchObject({ rows: 3, valid: 3, errors: [] });
  const done = await ada.post('/api/records/risks/import', { ...order, dryRun: false });
  expect(done.body.created).toHaveLength(3);
  await editAndTrace(ada);
}, 120_000);

test('the main job, compact', async () => {
  gregor = await signIn('globex');
  await editAndTrace(gregor);
}, 60_000);

test('the witness cosigns the trail of a split tenant and of a compact one, by TLS', async () => {
  for (const browser of [ada, gregor])
    await eventually(async () => {
      const { status, body } = await browser.get('/api/audit/checkpoint');
      expect(status).toBe(200);
      expect(JSON.stringify(body)).toContain('bulwark.localhost/witness');
    });
}, 60_000);

test('a mail goes to the mail server by TLS, and its password lets somebody in', async () => {
  const email = 'nina.new@acme.example';
  const profiles = ['employee'];
  const made = await ada.post('/api/identity/people', { name: 'Nina New', email, profiles });
  expect(made.status).toBe(201);
  const mail = await eventually(async () => {
    const all = await containers.inside('mail', 'sh', '-c', 'cat /var/lib/bulwark/*.eml');
    const found = all.slice(all.indexOf(`To: ${email}`));
    expect(passwordIn(found)).not.toBe('');
    return found;
  });
  const nina = containers.browser('acme');
  await nina.signInFirst(email, passwordIn(mail));
  expect((await nina.session()).state).toBe('signed-in');
}, 60_000);

test('a backup is taken by a container that has no other service’s secrets', async () => {
  expect(await backUp(ada)).toMatchObject({ state: 'verified' });
  const secrets = await containers.inside('acme-backup', 'find', '/cell/secrets', '-type', 'f');
  const parts = new Set(secrets.split('\n').map((file) => file.split('/')[3]));
  expect([...parts].toSorted()).toEqual(['backup', 'backup-child']);
  const ofRecords = await containers.inside('acme-records', 'find', '/cell/secrets', '-type', 'f');
  expect(new Set(ofRecords.split('\n').map((file) => file.split('/')[3]))).toEqual(
    new Set(['records']),
  );
}, 60_000);

test('[claim 3.2] asked of the network: tenant to tenant is refused, gateway to tenant and tenant to its servers allowed', async () => {
  const asked = await knockAll(containers);
  tell(`${Object.keys(asked).length} ways asked of the network`);
  expect(allowed(asked).filter(({ answer }) => answer !== 'open')).toEqual([]);
  expect(forbidden(asked).filter(({ answer }) => answer === 'open')).toEqual([]);
  expect(allowed(asked).length).toBeGreaterThan(20);
  expect(forbidden(asked).length).toBeGreaterThan(60);
}, 180_000);

test('nothing runs as root, with a capability, or can gain one; no file system but its volumes can be written', async () => {
  for (const container of await containers.running()) {
    expect({ name: container.Name, ...hardeningOf(container) }).toEqual({
      name: container.Name,
      user: expect.stringMatching(/^200\d\d:200\d\d$/),
      readOnly: true,
      dropped: ['ALL'],
      added: [],
      privileged: false,
      noNewPrivileges: true,
      ofTheHost: [],
    });
    expect({ name: container.Name, ...(await insideOf(containers, container)) }).toEqual({
      name: container.Name,
      uid: container.Config.User.split(':')[0],
      capabilities: '0000000000000000',
      bounding: '0000000000000000',
      noNewPrivileges: '1',
      written: 'Read-only file system',
    });
  }
}, 120_000);

test('no secret is in a log, nor in what an image or a container is told', async () => {
  const logs = await containers.compose('logs');
  const told = JSON.stringify(await containers.running());
  const secrets = await containers.operator('secrets');
  const all = secrets.trim().split('\n');
  expect(all.length).toBeGreaterThan(60);
  expect(all.filter((secret) => logs.includes(secret) || told.includes(secret))).toEqual([]);
}, 60_000);

test('a service is scaled to three and back under load without a failed request, and all three serve', async () => {
  const load = startLoad(ada, 25);
  const scaleTo = (count: number) =>
    timed(`scaled to ${count}`, () =>
      containers.compose(
        'up',
        '-d',
        '--no-recreate',
        '--no-deps',
        '--wait',
        '--scale',
        `acme-records=${count}`,
        'acme-records',
      ),
    );
  await scaleTo(3);
  await new Promise((done) => setTimeout(done, 8000));
  const served = await Promise.all([1, 2, 3].map((index) => connectionsOf(containers, index)));
  await scaleTo(1);
  await new Promise((done) => setTimeout(done, 5000));
  const { attempts, refused, ids } = await load.stop();
  tell(`${attempts} changes, ${refused} refused; connections of each: ${served.join(', ')}`);
  if (refused > 0) tell(await faultsTold(containers));
  expect({ refused, made: ids.length }).toEqual({ refused: 0, made: attempts });
  expect(served.every((count) => count > 0)).toBe(true);
  await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${ids.at(-1)}`);
    expect(body.items).toHaveLength(1);
  });
}, 240_000);

/** How many connections to the front of the n-th container of records are open: the gateway closes one after 4 s of silence. */
const connectionsOf = async ({ docker, nameOf }: Containers, index: number): Promise<number> => {
  const text = await docker(
    'exec',
    nameOf('acme-records', index),
    'cat',
    '/proc/net/tcp',
    '/proc/net/tcp6',
  );
  const [port, established] = [(8442).toString(16).toUpperCase(), '01'];
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  return lines.filter(([, local, , state]) => local?.endsWith(`:${port}`) && state === established)
    .length;
};

/** What the gateway says of the requests that failed. */
const faultsTold = async ({ compose }: Containers): Promise<string> =>
  (await compose('logs', 'gateway'))
    .split('\n')
    .filter((line) => /"status":5|call failed/.test(line))
    .join('\n');
