import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { passwordIn, tokenIn } from '../world/mails.ts';
import { everyRoute } from '../world/routes.ts';
import { firstPerson, somebody } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

/** Ada signs in again where the clock has moved past her session. */
const back = async (): Promise<void> => {
  acme.advance(30);
  await ada.signIn(acme.admin.email, ada.jar);
};

const login = (browser: Browser, email: string, password: string) =>
  browser.post('/api/identity/login', { email, password });

const invite = async (name: string) => {
  const email = `${name.toLowerCase()}@acme.example`;
  const { body } = await ada.post('/api/identity/people', {
    name,
    email,
    profiles: ['isms-manager'],
  });
  const oneTimePassword = passwordIn(await acme.mailTo(email));
  return { email, oneTimePassword, id: body.id as string };
};

test('[claim 4.4] until a given-out password is changed every other route answers 403', async () => {
  const { email, oneTimePassword } = await invite('Fiona');
  const fiona = acme.browser();
  await fiona.session();
  expect((await login(fiona, email, oneTimePassword)).body).toEqual({ state: 'password-change' });
  await fiona.session();
  for (const { route, url, name } of await everyRoute()) {
    if (route.permission === 'public' || route.assurance === 'password') continue;
    const { status, body } = await fiona.call(route.method, url, {
      headers: { 'if-match': '"1"' },
      ...(route.method === 'GET' ? {} : { body: {} }),
    });
    acme.advance(3);
    expect([name, status, body.code]).toEqual([name, 403, 'password_change_required']);
  }
});

test('[claim 4.1] there is no way in without the second factor, and a used code is refused', async () => {
  const { email, oneTimePassword } = await invite('Gwen');
  const gwen = acme.browser();
  await gwen.signInFirst(email, oneTimePassword);
  const usedAtEnrolment = gwen.code();
  const { password, secret } = gwen.jar;

  const again = acme.browser();
  again.jar.secret = secret;
  await again.session();
  expect((await login(again, email, password)).body).toEqual({ state: 'second-factor' });
  await again.session();
  expect((await again.get('/api/records/risks')).body.code).toBe('second_factor_required');
  const replay = await again.post('/api/identity/second-factor', { code: usedAtEnrolment });
  expect([replay.status, replay.body.code]).toEqual([401, 'code_refused']);
  acme.advance(30);
  const code = again.code();
  const race = await Promise.all(
    Array.from({ length: 10 }, () => again.post('/api/identity/second-factor', { code })),
  );
  expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('five wrong codes end a half-made session', async () => {
  const { email, oneTimePassword } = await invite('Hugo');
  const hugo = acme.browser();
  await hugo.signInFirst(email, oneTimePassword);
  const thief = acme.browser();
  await thief.session();
  await login(thief, email, hugo.jar.password);
  await thief.session();
  for (let n = 0; n < 5; n += 1) {
    expect((await thief.post('/api/identity/second-factor', { code: '000000' })).status).toBe(401);
  }
  expect((await thief.session()).state).toBe('anonymous');
});

test('a wrong password and an unknown address are answered alike, and throttled alike', async () => {
  const stranger = acme.browser();
  await stranger.session();
  const known = await login(stranger, acme.admin.email, 'wrong');
  const unknown = await login(stranger, 'nobody@acme.example', 'wrong');
  const { requestId: _a, ...first } = known.body;
  const { requestId: _b, ...second } = unknown.body;
  expect(second).toEqual(first);
  acme.advance(15 * 60);
  await stranger.session();
  for (const email of [acme.admin.email, 'nobody@acme.example']) {
    const answers = [];
    for (let n = 0; n < 11; n += 1) answers.push(await login(stranger, email, 'wrong'));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
  }
  acme.advance(15 * 60);
  await back();
});

test('many sign-ins at once neither stop the tenant nor one another', async () => {
  const stranger = acme.browser();
  await stranger.session();
  const began = Date.now();
  const logins = Array.from({ length: 12 }, (_, n) =>
    login(stranger, `crowd${n}@acme.example`, 'wrong'),
  );
  const meanwhile = await ada.get('/api/records/risks');
  expect(meanwhile.status).toBe(200);
  expect((await Promise.all(logins)).map(({ status }) => status)).toEqual(Array(12).fill(401));
  expect(Date.now() - began).toBeLessThan(9000);
});

test('wrong codes are counted per person, over however many sessions they are tried', async () => {
  const { email, oneTimePassword } = await invite('Otto');
  const otto = acme.browser();
  await otto.signInFirst(email, oneTimePassword);
  const answers: number[] = [];
  for (let session = 0; session < 3; session += 1) {
    const thief = acme.browser();
    await thief.session();
    await login(thief, email, otto.jar.password);
    await thief.session();
    for (let n = 0; n < 4; n += 1) {
      answers.push((await thief.post('/api/identity/second-factor', { code: '000000' })).status);
    }
  }
  expect(answers).toEqual([...Array(10).fill(401), 429, 429]);
});

test('[claim 4.6] the session cookie is __Host-, Secure, HttpOnly and SameSite=Strict, and new at each step', async () => {
  const { email, oneTimePassword } = await invite('Iris');
  const iris = acme.browser();
  const seen = new Set<string>();
  const first = await iris.get('/api/identity/session');
  expect(first.headers['set-cookie']).toEqual([
    expect.stringMatching(
      /^__Host-sid=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    ),
  ]);
  seen.add(iris.jar.sid);
  await iris.session();
  await login(iris, email, oneTimePassword);
  seen.add(iris.jar.sid);
  await iris.session();
  const next = 'Quarry-lantern-7-orchid';
  await iris.post('/api/identity/password', { current: oneTimePassword, next });
  seen.add(iris.jar.sid);
  await iris.session();
  iris.jar.secret = (await iris.get('/api/identity/enrolment')).body.secret;
  await iris.post('/api/identity/enrolment', { code: iris.code() });
  seen.add(iris.jar.sid);
  expect(seen.size).toBe(4);
});

test('an old cookie is worth nothing after each step, after logout and after the time limits', async () => {
  const { browser } = await somebody(acme, ada, { name: 'Jo Limit', profiles: ['auditor'] });
  const { sid } = browser.jar;
  const is = async (value: string): Promise<string> => {
    const other = acme.browser();
    other.jar.sid = value;
    return (await other.session()).state;
  };
  expect(await is(sid)).toBe('signed-in');
  expect(await is(`${sid.slice(0, -1)}${sid.endsWith('A') ? 'B' : 'A'}`)).toBe('anonymous');
  expect((await browser.post('/api/identity/logout', {})).status).toBe(204);
  expect(await is(sid)).toBe('anonymous');
  await browser.session();
  acme.advance(30);
  await browser.signIn('jo.limit@acme.example', browser.jar);
  acme.advance(31 * 60);
  expect(await is(browser.jar.sid)).toBe('anonymous');
  await back();
});

test('a weak password is refused with every reason', async () => {
  const { email, oneTimePassword } = await invite('Kurt');
  const kurt = acme.browser();
  await kurt.session();
  await login(kurt, email, oneTimePassword);
  await kurt.session();
  const reasons = async (next: string): Promise<string[]> => {
    const { body } = await kurt.post('/api/identity/password', { current: oneTimePassword, next });
    return body.fields.map(({ message }: { message: string }) => message);
  };
  expect(await reasons('short')).toHaveLength(3);
  expect(await reasons('Kurt-acme-2031!!')).toContainEqual(expect.stringContaining('“kurt”'));
  expect(await reasons('Password1234!')).toContainEqual(expect.stringContaining('common'));
  expect(await reasons(oneTimePassword)).not.toHaveLength(0);
});

test('a mailed link sets a new password once, ends every session and keeps the second factor', async () => {
  const { browser } = await somebody(acme, ada, { name: 'Lea Link', profiles: ['auditor'] });
  const email = 'lea.link@acme.example';
  const stranger = acme.browser();
  await stranger.session();
  const asked = await stranger.post('/api/identity/reset', { email });
  const unknown = await stranger.post('/api/identity/reset', { email: 'nobody@acme.example' });
  expect([asked.status, asked.body, unknown.status, unknown.body]).toEqual([
    202,
    { sent: true },
    202,
    { sent: true },
  ]);
  const token = tokenIn(await acme.mailTo(email, 2));
  const next = 'Violet-harbour-3-teapot';
  const confirm = (body: object) => stranger.post('/api/identity/reset/confirm', body);
  expect((await confirm({ token, next: 'short' })).status).toBe(422);
  const race = await Promise.all(Array.from({ length: 5 }, () => confirm({ token, next })));
  expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(race.filter(({ status }) => status === 410)).toHaveLength(4);
  expect((await browser.session()).state).toBe('anonymous');
  acme.advance(30);
  await browser.signIn(email, { ...browser.jar, password: next });
  expect((await browser.session()).state).toBe('signed-in');
});

test('an administrator resets a password without learning it: it goes to its owner alone', async () => {
  const { browser, id, email } = await somebody(acme, ada, {
    name: 'Nora Newpass',
    profiles: ['employee'],
  });
  const answer = await ada.post(
    `/api/identity/people/${id}/reset-password`,
    { reason: 'Lost the note' },
    { 'if-match': '"1"' },
  );
  expect([answer.status, answer.text]).toEqual([204, '']);
  expect((await browser.session()).state).toBe('anonymous');
  const given = passwordIn(await acme.mailTo(email, 2));
  await browser.session();
  acme.advance(30);
  expect((await login(browser, email, given)).body).toEqual({ state: 'second-factor' });
  await browser.session();
  const shown = await browser.post('/api/identity/second-factor', { code: browser.code() });
  expect(shown.body).toEqual({ state: 'password-change' });
});

test('sign-ins, failures and factor steps have entries of their own', async () => {
  await eventually(async () => {
    const actions = new Set<string>();
    let after = '';
    do {
      const { body } = await ada.get(`/api/audit/entries?limit=200${after}`);
      for (const { action, outcome } of body.items) actions.add(`${action} ${outcome}`);
      after = body.next ? `&after=${body.next}` : '';
    } while (after);
    expect([...actions]).toEqual(
      expect.arrayContaining([
        'session.login success',
        'session.login failure',
        'password.change success',
        'factor.enrol success',
        'factor.confirm success',
        'factor.show success',
        'factor.show failure',
        'session.logout success',
      ]),
    );
  });
});
