import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bringUpToDate,
  cellPaths,
  type PackParts,
  pack,
  principalName,
  processesOf,
  type Service,
  type ServiceAddress,
  scale,
  services,
  show,
  type TenantEntry,
} from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canLogInto } from '../../deploy/host/broker-desk.ts';
import { holdBroker, testBroker } from '../world/broker.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let release: () => Promise<void>;

beforeAll(async () => {
  release = await holdBroker();
  world = await openWorld({ bus: 'kafka' });
  acme = await world.addTenant('acme');
}, 150_000);
afterAll(async () => {
  await world.close();
  await release();
}, 60_000);

/** An operator on a host where no cell runs: nobody is waited for. */
const desk = (others: Partial<PackParts> = {}): PackParts => ({
  ...world.parts,
  whenServing: async () => undefined,
  whenSilent: async () => undefined,
  ...others,
});

const names = (entry: TenantEntry): string[] =>
  processesOf(world.installation, entry).map(({ program, replica }) =>
    replica === null ? program : `${program} ${replica}`,
  );
const oneOfEach = services.map((service) => `${service} 1`);
const shown = async (): Promise<TenantEntry> => {
  const found = await show(world.installation, 'acme');
  if (found.state !== 'whole') throw new Error('the tenant is gone');
  return found.entry;
};
const canLogIn = async (service: Service): Promise<boolean> => {
  const { id } = acme.entry;
  const folder = cellPaths(world.installation, id).secretsOf(service);
  const password = readFileSync(join(folder, 'kafka.password'), 'utf8');
  const { brokers } = testBroker().login;
  return await canLogInto({ brokers, user: principalName(id, service), password });
};
const wish = { slug: 'acme', packing: 'split' } as const;

test('over the embedded log a tenant is not split', async () => {
  const { broker: _, ...log } = desk();
  await expect(pack(log, world.installation, wish)).rejects.toThrow('npm start -- --kafka');
  expect(await shown()).toEqual(acme.entry);
});

test('until the new processes answer, the old ones are addressed and both run', async () => {
  let asked: readonly ServiceAddress[] = [];
  const whenServing: PackParts['whenServing'] = async (_, addresses) => {
    asked = addresses;
    throw new Error('not ready');
  };
  await expect(pack(desk({ whenServing }), world.installation, wish)).rejects.toThrow('not ready');
  expect(await shown()).toEqual({ ...acme.entry, packing: 'split' });
  expect(names(await shown())).toEqual(['cell', ...oneOfEach]);
  expect(asked).toHaveLength(services.length);
}, 60_000);

test('after a fault at any step the tenant is served, and the next call goes on', async () => {
  for (const at of ['topics', 'acls', 'principals', 'wished', 'serving', 'addressed']) {
    const step = (name: string) => {
      if (name === at) throw new Error(`fault after ${at}`);
    };
    await expect(pack(desk({ step }), world.installation, wish)).rejects.toThrow(`after ${at}`);
    expect((await shown()).services.records).toHaveLength(1);
  }
  const split = await pack(desk(), world.installation, wish);
  expect(names(split)).toEqual(oneOfEach);
  expect(await canLogIn('records')).toBe(true);
}, 120_000);

test('scaled, a service’s logins may open what so many processes need', async () => {
  const login = `'${acme.entry.id}_identity'@'localhost'`;
  const allowed = async (): Promise<string> => {
    const [row] = await world.query(`SHOW CREATE USER ${login}`);
    return /MAX_USER_CONNECTIONS (\d+)/.exec(String(Object.values(row ?? {})[0]))?.[1] ?? '';
  };
  await scale(desk(), world.installation, { slug: 'acme', service: 'identity', replicas: 5 });
  expect(await allowed()).toBe('60');
  await scale(desk(), world.installation, { slug: 'acme', service: 'identity', replicas: 1 });
  expect(await allowed()).toBe('20');
}, 60_000);

test('scaled, the entry names each process; what can not be is refused', async () => {
  const { run } = cellPaths(world.installation, acme.entry.id);
  const order = { slug: 'acme', service: 'audit', replicas: 2 };
  const scaled = await scale(desk(), world.installation, order);
  expect(scaled.services.audit?.map(({ front }) => front)).toEqual([
    join(run, 'audit.1.front'),
    join(run, 'audit.2.front'),
  ]);
  for (const [wrong, reason] of [
    [{ ...order, service: 'audits' }, 'identity, records, audit'],
    [{ ...order, replicas: 0 }, 'from 1 to 16'],
    [{ ...order, slug: 'nobody' }, 'no tenant'],
  ] as const)
    await expect(scale(desk(), world.installation, wrong)).rejects.toThrow(reason);
}, 60_000);

test('a split tenant does not start without Kafka', async () => {
  const { broker: _, ...log } = world.parts;
  await expect(bringUpToDate(log, world.installation, acme.entry.build)).rejects.toThrow(
    'npm start -- --kafka',
  );
});

test('packed again, it is what it was, and the logins that nobody needs are shut', async () => {
  const packed = await pack(desk(), world.installation, { slug: 'acme', packing: 'compact' });
  expect(packed).toEqual(acme.entry);
  expect([await canLogIn('records'), await canLogIn('audit')]).toEqual([false, true]);
}, 60_000);
