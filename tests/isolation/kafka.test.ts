import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  aclsOf,
  cellPaths,
  list,
  makeBus,
  principalName,
  provision,
  removeBus,
  type Service,
} from '@bulwark/tenancy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import kafkajs, { type Kafka } from 'kafkajs';
import { holdBroker, killBroker, testBroker } from '../world/broker.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';

let world: World;
let acme: Tenant;
let globex: Tenant;
let release: () => Promise<void>;

beforeAll(async () => {
  release = await holdBroker();
  world = await openWorld({ bus: 'kafka' });
  acme = await world.addTenant('acme');
  globex = await world.addTenant('globex');
  // The bus of a split tenant: every service has a login of its own.
  await makeBus(world.parts, world.installation, { id: acme.entry.id, packing: 'split' });
}, 150_000);
afterAll(async () => {
  await world.close();
  await release();
}, 60_000);

const loginOf = (tenant: Tenant, service: Service) => ({
  user: principalName(tenant.entry.id, service),
  password: readFileSync(
    join(cellPaths(world.installation, tenant.entry.id).secretsOf(service), 'kafka.password'),
    'utf8',
  ),
});

const as = ({ user, password }: { user: string; password: string }): Kafka =>
  new kafkajs.Kafka({
    brokers: [...testBroker().login.brokers],
    sasl: { mechanism: 'scram-sha-512', username: user, password },
    retry: { retries: 1, initialRetryTime: 50 },
    logLevel: kafkajs.logLevel.NOTHING,
  });

const write = async (kafka: Kafka, topic: string): Promise<void> => {
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    await producer.send({ topic, messages: [{ value: 'planted' }] });
  } finally {
    await producer.disconnect();
  }
};

/** Reads the first message of a topic as a member of a group. */
const read = async (kafka: Kafka, topic: string, groupId: string): Promise<string> => {
  const retry = { retries: 0, restartOnFailure: async () => false };
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200, retry });
  await consumer.connect();
  try {
    return await new Promise<string>((done, fail) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
      const reading = async () => {
        await consumer.subscribe({ topic, fromBeginning: true });
        await consumer.run({
          autoCommit: false,
          eachMessage: async ({ message }) => done(String(message.value)),
        });
      };
      reading().catch(fail);
    });
  } finally {
    await consumer.disconnect();
  }
};

test('[claim 3.6] [claim 3.7] a service’s login writes and reads its own tenant’s topics, and none of another’s', async () => {
  const { id } = globex.entry;
  const mine = as(loginOf(globex, 'audit'));
  const group = principalName(id, 'audit');
  await globex.stop();
  for (const topic of [`${id}.events`, `${id}.audit`]) {
    await write(mine, topic);
    expect(await read(mine, topic, group)).toBeTruthy();
  }
  const theirs = acme.entry.id;
  for (const topic of [`${theirs}.events`, `${theirs}.audit`]) {
    await expect(write(mine, topic)).rejects.toThrow(/not authorized/i);
    await expect(read(mine, topic, group)).rejects.toThrow(/not authorized/i);
  }
}, 60_000);

test('[claim 3.6] a login joins no group but its own, not even to read its own topic', async () => {
  const mine = as(loginOf(globex, 'audit'));
  const topic = `${globex.entry.id}.events`;
  expect(await read(mine, topic, principalName(globex.entry.id, 'audit'))).toBeTruthy();
  for (const group of [
    principalName(acme.entry.id, 'audit'),
    principalName(globex.entry.id, 'records'),
    'anything',
  ])
    await expect(read(mine, topic, group)).rejects.toThrow(/not authorized|group coordinator/i);
}, 60_000);

test('only audit reads the audit topic; the other services write it', async () => {
  const { id } = acme.entry;
  const records = as(loginOf(acme, 'records'));
  await write(records, `${id}.audit`);
  const group = principalName(id, 'records');
  expect(await read(records, `${id}.events`, group)).toBeTruthy();
  await expect(read(records, `${id}.audit`, group)).rejects.toThrow(/not authorized/i);
}, 60_000);

test('no tenant’s login sees another’s topics, makes topics, or looks at rights', async () => {
  const admin = as(loginOf(globex, 'audit')).admin();
  await admin.connect();
  const { id } = globex.entry;
  expect((await admin.listTopics()).sort()).toEqual([`${id}.audit`, `${id}.events`]);
  const topics = [{ topic: `${id}.more`, numPartitions: 1 }];
  await expect(admin.createTopics({ topics })).rejects.toThrow();
  await expect(admin.deleteTopics({ topics: [`${acme.entry.id}.events`] })).rejects.toThrow();
  await expect(admin.fetchTopicOffsets(`${acme.entry.id}.events`)).rejects.toThrow();
  await admin.disconnect();
}, 30_000);

test('a wrong password and a stranger are refused', async () => {
  for (const login of [
    { ...loginOf(globex, 'audit'), password: loginOf(acme, 'audit').password },
    { user: 'stranger', password: 'stranger' },
  ])
    await expect(as(login).admin().connect()).rejects.toThrow(/authentication/i);
}, 30_000);

test('every right is named in full, for one topic or group', () => {
  const { id } = acme.entry;
  const rights = aclsOf(id).filter(({ principal }) => principal === principalName(id, 'records'));
  expect(rights.map(({ on, name, may }) => `${may} ${on} ${name}`)).toEqual([
    `write topic ${id}.events`,
    `write topic ${id}.audit`,
    `read topic ${id}.events`,
    `read group ${id}.records`,
  ]);
});

test('faults while its bus is made leave a tenant absent; a later call makes it whole, and its bus can be taken away', async () => {
  const { parts, installation } = world;
  const { build } = acme.entry;
  const order = { slug: 'faulty', name: 'F', adminName: 'A', adminEmail: 'a@a.example', build };
  for (const at of ['topics', 'acls', 'principals']) {
    const step = (name: string) => {
      if (name === at) throw new Error(`fault after ${name}`);
    };
    await expect(provision({ ...parts, step }, installation, order)).rejects.toThrow(at);
    expect((await list(installation)).map(({ slug }) => slug)).not.toContain('faulty');
  }
  const { id } = await provision(parts, installation, order);
  const login = { user: principalName(id, 'audit'), password: passwordOf(id) };
  await write(as(login), `${id}.events`);
  if (!parts.broker) throw new Error('this world has a broker');
  await removeBus(parts.broker, id);
  await removeBus(parts.broker, id);
  await expect(write(as(login), `${id}.events`)).rejects.toThrow(/authentication/i);
  await world.drop(id);
}, 120_000);

test('after a tenant’s bus was taken away and the broker started again, the others still log in', async () => {
  // Ours to kill: nobody else does while it is held.
  await release();
  await killBroker();
  release = await holdBroker();
  await write(as(loginOf(globex, 'audit')), `${globex.entry.id}.events`);
}, 150_000);

const passwordOf = (id: string): string =>
  readFileSync(
    join(cellPaths(world.installation, id).secretsOf('audit'), 'kafka.password'),
    'utf8',
  );
