import { schemaName, services } from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { metricsAt } from '../world/metrics.ts';
import { firstPerson } from '../world/scenes.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let ada: Browser;
const logged: { readonly [fact: string]: unknown }[] = [];

beforeAll(async () => {
  world = await openWorld({ log: (facts) => void logged.push(facts) });
  acme = await world.addTenant('acme');
  ada = await firstPerson(acme);
});
afterAll(() => world.close());

const of = (service: string) => metricsAt(acme.entry.services[service]?.[0]?.peer ?? '');

test.each(services)(
  '%s tells of its process, its schema, its lanes and its jobs',
  async (service) => {
    const found = await of(service);
    expect(found.get('bulwark_database_up')).toBe(1);
    expect(found.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(found.get('bulwark_outbox_waiting{stream="audit"}')).toBeGreaterThanOrEqual(0);
    expect(found.get('bulwark_job_succeeded_seconds{job="housekeeping"}')).toBe(0);
    const due = found.get('bulwark_job_due_seconds{job="housekeeping"}');
    expect(due).toBeGreaterThan(Date.now() / 1000);
  },
);

test('requests are counted by their route, never by their path, from the first look on', async () => {
  const nobody = '00000000-0000-7000-8000-000000000000';
  await ada.get(`/api/records/risks/${nobody}`);
  await ada.get('/api/records/risks');
  const found = await of('records');
  const count = (route: string, status: number) =>
    found.get(`bulwark_request_seconds_count{method="GET",route="${route}",status="${status}"}`);
  expect(count('/api/records/risks/:id', 404)).toBe(1);
  expect(count('/api/records/risks', 200)).toBe(1);
  expect([...found.keys()].join()).not.toContain(nobody);
});

test('what waits in an outbox, and what was parked, is seen', async () => {
  const records = schemaName(acme.entry.id, 'records');
  const [lane] = await world.query(`SELECT events FROM \`${records}\`.lane`);
  const newest = Number(lane?.events);
  await eventually(async () =>
    expect((await of('records')).get('bulwark_outbox_waiting{stream="events"}')).toBe(0),
  );
  // As a relay leaves it that is cut off from its bus for two hours.
  await world.query(
    `INSERT INTO \`${records}\`.outbox (stream, epoch, n, payload, created) VALUES ('events', 1, ?, '{}', UTC_TIMESTAMP() - INTERVAL 2 HOUR)`,
    [newest + 1],
  );
  await world.query(`UPDATE \`${records}\`.lane SET events = events + 1`);
  await world.query(
    `INSERT INTO \`${records}\`.parked (lane, epoch, n, event_key, reason, payload, created) VALUES ('identity/events', 1, 1, 'k', 'r', '{}', UTC_TIMESTAMP())`,
  );
  const found = await of('records');
  expect(found.get('bulwark_lane_number{stream="events"}')).toBe(newest + 1);
  expect(found.get('bulwark_outbox_waiting{stream="events"}')).toBe(1);
  const age = found.get('bulwark_outbox_waiting_seconds{stream="events"}');
  expect(Math.round((age ?? 0) / 3600)).toBe(2);
  expect(found.get('bulwark_parked_events{lane="identity/events"}')).toBe(1);
  expect(found.get('bulwark_consumed_number{lane="identity/events"}')).toBeGreaterThan(0);
});

test('without its schema a service still tells of itself', async () => {
  const media = schemaName(acme.entry.id, 'media');
  await world.query(`RENAME TABLE \`${media}\`.lane TO \`${media}\`.lane_away`);
  const found = await of('media');
  expect(found.get('bulwark_database_up')).toBe(0);
  expect(found.get('process_cpu_seconds')).toBeGreaterThan(0);
  await world.query(`RENAME TABLE \`${media}\`.lane_away TO \`${media}\`.lane`);
});

test('the log line of a request names the trace that the gateway began', async () => {
  const trace = 'a'.repeat(32);
  const context = {
    requestId: 'traced',
    ip: '192.0.2.1',
    trace: `00-${trace}-${'b'.repeat(16)}-01`,
  };
  const header = Buffer.from(JSON.stringify(context)).toString('base64url');
  await ada.call('GET', '/api/records/risks', { headers: { 'bulwark-context': header } });
  expect(logged.find(({ requestId }) => requestId === 'traced')).toMatchObject({ trace });
});
