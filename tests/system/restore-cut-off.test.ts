import { restore } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { isProof } from '../world/proof.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { backUp, putBack } from './backup-scene.ts';

let world: World;
let acme: Tenant;
let ada: Browser;
let kept: string;
let account: { password: string; secret: string };

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
  ada = acme.browser();
  await ada.signInFirst(acme.admin.email, acme.admin.oneTimePassword);
  account = { password: ada.jar.password, secret: ada.jar.secret };
  kept = (await backUp(ada)).id;
});
afterAll(() => world.close());

const signInAgain = async (): Promise<Browser> => {
  acme.advance(90);
  const browser = acme.browser();
  await browser.signIn(acme.admin.email, account);
  await browser.session();
  return browser;
};

const restoresIn = async (browser: Browser): Promise<number> =>
  eventually(async () => {
    const { body } = await browser.get('/api/audit/entries?action=tenant.restore&limit=200');
    expect(body.indexed.upTo).toBe(body.indexed.of);
    return body.items.length;
  });

const STEPS = [
  ...['stop', 'fence', 'drain', 'leaf'],
  ...['load identity', 'load records', 'load notification', 'load media'],
  ...['migrate', 'lanes', 'hold', 'power', 'cell', 'passwords', 'open', 'start'],
];
/** Where a cut hurts most; the proof tries every step. */
const WORST = ['leaf', 'load records', 'lanes', 'passwords'];

test.each(isProof ? STEPS : WORST)(
  '[claim 3.8] a restore that is cut off after %s is finished by a second call',
  async (at) => {
    const before = await restoresIn(ada);
    const marker = (await ada.post('/api/records/risks', { title: `After ${at}` })).body;
    const step = (name: string) => {
      if (name === at) throw new Error(`cut off after ${name}`);
    };
    await expect(putBack(world, acme, kept, step)).rejects.toThrow(`cut off after ${at}`);
    const done = await putBack(world, acme, at === 'stop' ? kept : null);
    expect(done.backup).toBe(kept);
    ada = await signInAgain();
    expect((await ada.get(`/api/records/risks/${marker.id}`)).status).toBe(404);
    expect(await restoresIn(ada)).toBe(before + 1);
  },
);

test('[claim 3.8] a process of the state before is shut out for good, also where nobody stopped it', async () => {
  const parts = { ...world.parts, now: acme.now };
  const order = { slug: 'acme', backup: kept, operator: 'olivia', reason: 'A wrong import' };
  await restore(parts, world.installation, order);
  // Identity gives no token any more.
  expect((await ada.get('/api/records/risks')).status).toBe(401);
  await acme.restart();
  ada = await signInAgain();
  expect((await ada.get('/api/records/risks')).status).toBe(200);
});
