import { bringUpToDate } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { holdBroker, killBroker } from '../world/broker.ts';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let ada: Browser;

beforeAll(async () => {
  const release = await holdBroker();
  world = await openWorld({ bus: 'kafka' });
  acme = await world.addTenant('acme');
  await release();
  ada = await firstPerson(acme);
}, 150_000);
afterAll(() => world.close(), 30_000);

const makeRisk = async (title: string): Promise<string> => {
  const made = await ada.post('/api/records/risks', { title });
  expect(made.status).toBe(201);
  return made.body.id;
};

/** How often the making of each risk stands in the trail, once all do. */
const entriesOf = async (ids: readonly string[]): Promise<number[]> =>
  await eventually(async () => {
    const counts: number[] = [];
    for (const id of ids) {
      const { body } = await ada.get(`/api/audit/entries?resource=${id}`);
      counts.push(body.items.length);
    }
    expect(counts.every((count) => count > 0)).toBe(true);
    return counts;
  }, 20_000);

test('over Kafka a change is in the trail once', async () => {
  expect(acme.cell.spec.transport).toMatchObject({ kind: 'kafka' });
  expect(await entriesOf([await makeRisk('Over Kafka')])).toEqual([1]);
}, 30_000);

test('[claim 7.10] while the broker is away people go on working, and all of it is in the trail once', async () => {
  const before = await makeRisk('Before');
  const killed = killBroker();
  const during = [await makeRisk('During 1'), await makeRisk('During 2')];
  await killed;
  expect(await entriesOf([before, ...during])).toEqual([1, 1, 1]);
}, 160_000);

test('a cell changes from Kafka to the embedded log and back with nothing lost or doubled', async () => {
  const { broker, ...withoutBroker } = world.parts;
  const move = async (parts: typeof withoutBroker) =>
    await bringUpToDate(parts, world.installation, acme.entry.build);
  // Made as the cell stops, these may not have been carried yet by the bus that is left.
  const ids = [await makeRisk('Over Kafka still')];
  await acme.restart(() => move(withoutBroker));
  ids.push(await makeRisk('Over the log'));
  await acme.restart(() => move(world.parts));
  ids.push(await makeRisk('Over Kafka again'));
  expect(await entriesOf(ids)).toEqual([1, 1, 1]);
  expect(broker).toBeDefined();
}, 60_000);
