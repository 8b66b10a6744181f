import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faultsIn, readEvidence } from '../faults/evidence.ts';
import { startLoad } from '../faults/load.ts';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { openInstallation, type RealInstallation } from '../world/installation.ts';

let installation: RealInstallation;
let ada: Browser;

beforeAll(async () => {
  installation = await openInstallation({ options: ['--kafka'] });
  const { email, password } = installation.tenant('acme').admin;
  ada = installation.browser('acme');
  await ada.signInFirst(email, password);
}, 150_000);
afterAll(() => installation.stop(), 60_000);

/** The processes of acme that the supervisor keeps. */
const running = (): string[] => {
  const text = readFileSync(join(installation.home, 'run', 'processes.json'), 'utf8');
  const names = JSON.parse(text).map(({ name }: { name: string }) => name);
  return names.filter((name: string) => name.startsWith('cell-acme')).toSorted();
};

/** What no request goes to any more ends what it still does, and is gone soon. */
const runs = async (names: readonly string[]): Promise<void> =>
  await eventually(async () => expect(running()).toEqual(names), 15_000);

const alone = ['audit', 'backup', 'identity', 'media', 'notification', 'records'];
const split = alone.map((service) => `cell-acme-${service}-1`);

test('a tenant is split, a service scaled up and down, and packed again without a failed request', async () => {
  const load = startLoad(ada, 25);
  const looks = lookAgainAndAgain(ada);
  await runs(['cell-acme']);
  await installation.run('tenant', 'pack', 'acme', 'split');
  await runs(split);
  await installation.run('tenant', 'scale', 'acme', 'records', '3');
  await runs([...split, 'cell-acme-records-2', 'cell-acme-records-3']);
  await installation.run('tenant', 'scale', 'acme', 'records', '1');
  await runs(split);
  await installation.run('tenant', 'pack', 'acme', 'compact');
  await runs(['cell-acme']);
  const { ids, attempts, refused } = await load.stop();
  expect(await looks.stop()).toEqual({ failed: [] });
  expect({ refused, made: ids.length }).toEqual({ refused: 0, made: attempts });
  expect(attempts).toBeGreaterThan(100);
  await eventually(async () => {
    expect(faultsIn(await readEvidence(installation, 'acme'), ids)).toEqual([]);
  }, 30_000);
}, 240_000);

/** Reads of another service, one after the other, whose answers other than 200 are kept. */
const lookAgainAndAgain = (browser: Browser) => {
  const failed: number[] = [];
  let isRunning = true;
  const looking = (async () => {
    while (isRunning) {
      const { status } = await browser.get('/api/audit/entries?limit=5');
      if (status !== 200) failed.push(status);
      await new Promise((done) => setTimeout(done, 40));
    }
  })();
  return {
    stop: async () => {
      isRunning = false;
      await looking;
      return { failed };
    },
  };
};

test('what can not be is refused with the command that helps', async () => {
  const refused = async (...args: string[]): Promise<string> =>
    await installation.run('tenant', ...args).then(
      () => 'was done',
      (error) => String(error.stderr),
    );
  expect(await refused('scale', 'acme', 'records', '2')).toContain('pack acme split');
  expect(await refused('pack', 'acme', 'apart')).toContain('compact|split');
  await installation.run('tenant', 'pack', 'globex', 'split');
  expect(await refused('scale', 'globex', 'record', '2')).toContain('records');
  expect(await refused('scale', 'globex', 'records', '17')).toContain('1 to 16');
  await installation.restart();
  const bob = installation.browser('globex');
  expect((await bob.get('/api/identity/session')).status).toBe(200);
}, 120_000);
