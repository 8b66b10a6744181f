import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  parseTenant,
  readDirectory,
  readTenants,
  type TenantEntry,
  writeTenant,
} from './directory.ts';

const aTenant = (changes: Partial<TenantEntry> = {}): TenantEntry => ({
  id: 't4k2mabcde',
  slug: 'acme',
  name: 'Acme GmbH',
  state: 'active',
  shard: 'local',
  uids: { base: 20008, count: 8 },
  build: '2026-01-abc',
  epoch: 1,
  packing: 'compact',
  replicas: {},
  hosts: ['acme.bulwark.localhost'],
  services: { identity: [{ front: '/run/a/identity.front', peer: '/run/a/identity.peer' }] },
  certificate: 't4k2mabcde',
  ...changes,
});

const aFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'tenants-'));

test('what was written is read again, and leaves no temporary file', async () => {
  const folder = await aFolder();
  await writeTenant(folder, aTenant({ epoch: 1 }));
  await writeTenant(folder, aTenant({ epoch: 2 }));
  expect(await readDirectory(folder)).toEqual({ tenants: [aTenant({ epoch: 2 })], refused: [] });
  expect(await readdir(folder)).toEqual(['t4k2mabcde.json']);
  expect((await stat(join(folder, 't4k2mabcde.json'))).mode & 0o777).toBe(0o644);
});

test('one bad file refuses that tenant alone', async () => {
  const folder = await aFolder();
  await writeTenant(folder, aTenant());
  await writeFile(join(folder, 'tbbbbbbbbb.json'), '{');
  await writeFile(join(folder, 'tcccccccccc.json'), '{}');
  await writeFile(join(folder, 'tddddddddd.json'), JSON.stringify(aTenant()));
  await expect(readTenants(folder)).rejects.toThrow('tbbbbbbbbb.json');
  const { tenants, refused } = await readDirectory(folder);
  expect(tenants).toEqual([aTenant()]);
  expect(refused.map(({ file }) => file)).toEqual(['tbbbbbbbbb.json', 'tddddddddd.json']);
});

test('a host that two tenants claim belongs to neither', async () => {
  const folder = await aFolder();
  await writeTenant(folder, aTenant());
  await writeTenant(folder, aTenant({ id: 'tbbbbbbbbb', slug: 'other' }));
  const { tenants, refused } = await readDirectory(folder);
  expect(tenants).toEqual([]);
  expect(refused).toHaveLength(2);
});

test('a deleted tenant claims no host', async () => {
  const folder = await aFolder();
  await writeTenant(folder, aTenant());
  await writeTenant(folder, aTenant({ id: 'tbbbbbbbbb', state: 'deleted' }));
  expect((await readDirectory(folder)).refused).toEqual([]);
});

test.each<[string, object]>([
  ['an id of another form', { id: 'acme' }],
  ['an unknown state', { state: 'paused' }],
  ['a build that leaves its folder', { build: '../other' }],
  ['a certificate that leaves its folder', { certificate: 'a/b' }],
  ['a host in capitals', { hosts: ['Acme.example'] }],
  ['no host', { hosts: [] }],
  ['a relative socket path', { services: { identity: { front: 'run/x', peer: '/run/y' } } }],
  ['a socket path too long', { services: { audit: { front: `/${'x'.repeat(107)}`, peer: '/y' } } }],
  ['a service without TLS', { services: { audit: { front: 'http://x:1', peer: '/y' } } }],
  ['a service address with a path', { services: { audit: { front: 'https://x/y', peer: '/y' } } }],
  ['a service name out of form', { services: { 'a/b': { front: '/x', peer: '/y' } } }],
])('refuses %s', (_what, changes) => {
  expect(() => parseTenant({ ...aTenant(), ...changes })).toThrow('tenant entry');
});

test('a bad entry is not written', async () => {
  const folder = await aFolder();
  await expect(writeTenant(folder, aTenant({ slug: 'A' }))).rejects.toThrow('slug');
  expect(await readdir(folder)).toEqual([]);
});
