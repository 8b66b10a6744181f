import type { TenantEntry } from '@bulwark/tenancy/directory';
import { expect, test } from '@jest/globals';
import { createExchange, type Wanted } from './exchange.ts';

const tenant: TenantEntry = {
  id: 't4k2mabcde',
  slug: 'acme',
  name: 'Acme',
  state: 'active',
  shard: 'local',
  uids: null,
  build: 'b1',
  epoch: 1,
  packing: 'compact',
  replicas: {},
  hosts: ['acme.test'],
  services: {},
  certificate: 'c',
};
const wanted: Wanted = { tenant, service: 'records', sid: 'a' };

const aScene = (maxEntries = 10) => {
  const sent: { wanted: Wanted; answer: PromiseWithResolvers<string> }[] = [];
  const clock = { now: 0 };
  const exchange = createExchange({
    send: (one) => {
      const answer = Promise.withResolvers<string>();
      sent.push({ wanted: one, answer });
      return answer.promise;
    },
    now: () => clock.now,
    reuseMs: 1000,
    maxEntries,
  });
  return { sent, clock, exchange };
};

test('those who ask at once share one exchange', async () => {
  const { sent, exchange } = aScene();
  const both = Promise.all([exchange(wanted), exchange(wanted)]);
  sent[0]?.answer.resolve('token');
  expect(await both).toEqual(['token', 'token']);
  expect(sent).toHaveLength(1);
});

test('a token serves one second from when its exchange was sent, not from when it came', () => {
  const { sent, clock, exchange } = aScene();
  void exchange(wanted);
  clock.now = 900;
  sent[0]?.answer.resolve('token');
  clock.now = 999;
  void exchange(wanted);
  expect(sent).toHaveLength(1);
  clock.now = 1000;
  void exchange(wanted);
  expect(sent).toHaveLength(2);
});

test('an exchange still under way serves nobody after its second', () => {
  const { sent, clock, exchange } = aScene();
  void exchange(wanted);
  clock.now = 1500;
  void exchange(wanted);
  expect(sent).toHaveLength(2);
});

test('another tenant, epoch, service or session has an exchange of its own', () => {
  const { sent, exchange } = aScene();
  void exchange(wanted);
  void exchange({ ...wanted, tenant: { ...tenant, id: 'tbbbbbbbbb' } });
  void exchange({ ...wanted, tenant: { ...tenant, epoch: 2 } });
  void exchange({ ...wanted, service: 'audit' });
  void exchange({ ...wanted, sid: 'b' });
  expect(sent).toHaveLength(5);
});

test('a failed exchange is not kept', async () => {
  const { sent, exchange } = aScene();
  const first = exchange(wanted);
  sent[0]?.answer.reject(new Error('down'));
  await expect(first).rejects.toThrow('down');
  void exchange(wanted);
  expect(sent).toHaveLength(2);
});

test('the oldest exchange makes room', () => {
  const { sent, exchange } = aScene(2);
  for (const sid of ['a', 'b', 'c', 'a']) void exchange({ ...wanted, sid });
  expect(sent).toHaveLength(4);
});
