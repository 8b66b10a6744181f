import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { aService } from './testing/cell.ts';
import { acme, aGateway, until } from './testing/scene.ts';

let scene: Awaited<ReturnType<typeof aGateway>>;
let second: Awaited<ReturnType<typeof aService>>;
const path = '/api/records/risks';

/** Both processes of records are known to the gateway once either has been asked. */
const spread = async (): Promise<void> => {
  const front = `${scene.home}/records.2.front`;
  const [first] = scene.tenants.acme.services.records ?? [];
  if (!first) throw new Error('the scene has no records');
  const records = [first, { front, peer: `${front}.peer` }];
  await scene.put({ ...scene.tenants.acme, services: { ...scene.tenants.acme.services, records } });
};

beforeAll(async () => {
  scene = await aGateway();
  second = await aService(`${scene.home}/records.2.front`);
  await spread();
  const reached = async () => {
    await scene.ask({ path });
    return second.reached.length;
  };
  await until(reached, (count) => count > 0);
});
beforeEach(() => {
  scene.records.reached.length = 0;
  second.reached.length = 0;
});
afterAll(async () => {
  await scene.stop();
});

test('the processes of a service are asked in turn', async () => {
  for (let n = 0; n < 6; n += 1) expect((await scene.ask({ path })).status).toBe(200);
  expect([scene.records.reached.length, second.reached.length]).toEqual([3, 3]);
});

test('what an ended process would have got, body included, goes to the next one', async () => {
  await second.stop();
  const body = JSON.stringify({ title: 'A risk' });
  const headers = ['Content-Type: application/json'];
  for (let n = 0; n < 4; n += 1) {
    const answer = await scene.ask({ method: 'POST', path, headers, body }, acme);
    expect(answer.status).toBe(200);
  }
  expect(scene.records.reached.map((one) => one.body)).toEqual(Array(4).fill(body));
  expect(second.reached).toEqual([]);
});

test('a process that breaks off is passed over for what only looks, not for what changes', async () => {
  second = await aService(`${scene.home}/records.2.front`);
  second.answer((request) => void request.socket.destroy());
  const ask = async (method: string) => {
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await scene.ask({ method, path })).status);
    return statuses.toSorted();
  };
  expect(await ask('GET')).toEqual([200, 200, 200, 200]);
  expect(await ask('POST')).toEqual([200, 200, 502, 502]);
  await second.stop();
});

test('what is kept for a process that meanwhile was taken away goes to the next one', async () => {
  const { createPools, failureOf } = await import('./pools.ts');
  const pools = createPools({ tls: null, answerMs: 1000 });
  const front = `${scene.home}/records.front`;
  const pool = pools.get(front);
  pools.keep([]);
  const ask = () => pool.request({ method: 'GET', path }).catch((error: unknown) => error);
  expect(failureOf(await ask())).toBe('unreachable');
  await until(
    async () => pool.destroyed,
    (isDestroyed) => isDestroyed,
  );
  expect(failureOf(await ask())).toBe('unreachable');
});
