import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readRegister } from './allocation.ts';
import { readTenants } from './directory.ts';
import { cellPaths, pathsOf } from './installation.ts';
import { provision, provisionAny } from './provision.ts';
import { ownerName, schemas } from './schemas.ts';
import { resume, show, suspend } from './tenants.ts';
import {
  build,
  namesIn,
  openTestInstallation,
  type TestInstallation,
} from './test-installation.ts';

const order = {
  slug: 'acme',
  name: 'Acme',
  adminName: 'Ada',
  adminEmail: 'ada@acme.example',
  build,
};
const steps = [
  'allocate',
  'folders',
  'keys',
  'schemas',
  'logins',
  'migrate',
  'certificate',
  'cell',
  'first person',
  'entry',
];

let test_: TestInstallation;
beforeEach(async () => {
  test_ = await openTestInstallation();
});
afterEach(async () => {
  await test_.remove();
});

test('every step is announced, in order', async () => {
  const seen: string[] = [];
  const step = (name: string) => void seen.push(name);
  await provision({ ...test_.parts, step }, test_.installation, order);
  expect(seen).toEqual(steps);
});

test.each(steps)(
  'a fault after %s leaves it whole or absent, and a second call mends it',
  async (at) => {
    const { installation, parts } = test_;
    const step = (name: string) => {
      if (name === at) throw new Error(`fault after ${name}`);
    };
    await expect(provision({ ...parts, step }, installation, order)).rejects.toThrow(
      `fault after ${at}`,
    );
    const broken = await show(installation, 'acme');
    expect(broken.state).toBe(at === 'entry' ? 'whole' : 'absent');
    if (broken.state === 'absent')
      expect(broken).toEqual({ state: 'absent', begun: true, ended: false });
    const entry = await provision(parts, installation, order);
    expect(await show(installation, 'acme')).toEqual({ state: 'whole', entry });
    expect(entry.uids?.base ?? 3_000_008).toBe(3_000_008);
  },
);

test('a fault while tables are made leaves the owner login locked', async () => {
  const { installation, parts, admin } = test_;
  const migrate = async () => {
    throw new Error('bad migration');
  };
  await expect(provision({ ...parts, migrate }, installation, order)).rejects.toThrow(
    'bad migration',
  );
  const [allocation] = (await readRegister(installation)).allocations;
  const owners = schemas.map((schema) => ownerName(allocation?.id ?? '', schema)).sort();
  const rows = await admin.query(
    `SELECT User, JSON_VALUE(Priv, '$.account_locked') AS locked FROM mysql.global_priv WHERE User IN (${owners.map(() => '?')}) ORDER BY User`,
    owners,
  );
  expect(rows).toEqual(owners.map((User) => ({ User, locked: '1' })));
});

test('a tenant that is there is answered unchanged, and its secrets stay', async () => {
  const { installation, parts } = test_;
  const entry = await provision(parts, installation, order);
  const kek = join(cellPaths(installation, entry.id).secretsOf('identity'), 'kek');
  const before = await readFile(kek, 'utf8');
  expect(await provision(parts, installation, { ...order, name: 'Other' })).toEqual(entry);
  expect(await readFile(kek, 'utf8')).toBe(before);
});

test('the files have the owners and modes of the cell contract', async () => {
  const { installation, parts } = test_;
  const { id } = await provision(parts, installation, order);
  const paths = cellPaths(installation, id);
  const [root, tenant, gateway] = installation.uids ? [0, 3_000_008, 3_000_001] : ourselves();
  const seen = async (path: string) => {
    const { uid, gid, mode } = await stat(path);
    return [uid, gid, (mode & 0o7777).toString(8)];
  };
  expect(await seen(paths.cell)).toEqual([root, tenant, '750']);
  expect(await seen(paths.spec)).toEqual([root, tenant, '440']);
  expect(await seen(paths.keys)).toEqual([root, tenant, '440']);
  expect(await seen(join(paths.secretsOf('audit'), 'ledger.password'))).toEqual([
    tenant,
    tenant,
    '400',
  ]);
  expect(await seen(paths.data)).toEqual([tenant, tenant, '700']);
  expect(await seen(paths.run)).toEqual([tenant, gateway, '2710']);
  const key = join(pathsOf(installation).certificates, `${id}.key`);
  expect(await seen(key)).toEqual([gateway, gateway, '400']);
});

test('each service finds its secrets, and the public keys of all', async () => {
  const { installation, parts } = test_;
  const { id } = await provision(parts, installation, order);
  const paths = cellPaths(installation, id);
  const every = ['database.password', 'kafka.password', 'kek', 'lane.key', 'seal.key'];
  expect(await namesIn(paths.secretsOf('records'))).toEqual(every);
  expect(await namesIn(paths.secretsOf('identity'))).toEqual(
    [...every, 'pepper', 'token.key'].sort(),
  );
  expect(await namesIn(paths.secretsOf('cell'))).toEqual(['bus.password']);
  const keys = JSON.parse(await readFile(paths.keys, 'utf8'));
  expect(keys).toMatchObject({
    backup: { seal: { jwk: { crv: 'X25519' } } },
    identity: {
      lane: { jwk: { crv: 'Ed25519' } },
      seal: { jwk: { crv: 'X25519' } },
      token: { jwk: { crv: 'P-256' } },
    },
    records: { lane: { jwk: { crv: 'Ed25519' } } },
    audit: { lane: { jwk: { crv: 'Ed25519' } } },
  });
  expect(JSON.stringify(keys)).not.toContain('"d"');
});

test('reserved slugs are refused, but for the operator’s own tenant on the apex', async () => {
  const { installation, parts } = test_;
  for (const slug of ['www', 'status', 'api', 'platform', 'A', '1a', '-a', 'a b'])
    await expect(provision(parts, installation, { ...order, slug })).rejects.toThrow(slug);
  const entry = await provisionAny(parts, installation, { ...order, slug: 'platform' });
  expect(entry.hosts).toEqual(['bulwark.localhost']);
});

test('a suspended tenant stays in the directory and comes back', async () => {
  const { installation, parts } = test_;
  const entry = await provision(parts, installation, order);
  await suspend(installation, 'acme');
  const folder = pathsOf(installation).tenants;
  expect(await readTenants(folder)).toEqual([{ ...entry, state: 'suspended' }]);
  expect(await resume(installation, 'acme')).toEqual(entry);
  await expect(suspend(installation, 'nobody')).rejects.toThrow('no tenant');
});

const ourselves = (): readonly number[] => {
  const uid = process.getuid?.() ?? 0;
  return [uid, uid, uid];
};
