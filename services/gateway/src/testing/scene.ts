import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import { type TenantEntry, writeTenant } from '@bulwark/tenancy/directory';
import { createGateway } from '../app.ts';
import { type Config, defaultLimits, type Limits } from '../config.ts';
import type { Fields } from '../process.ts';
import { aService } from './cell.ts';
import { type Answered, type Ask, message, sendRaw } from './client.ts';
import { anAuthority, type Certified } from './pki.ts';

const replaceFile = async (path: string, content: string, mode: number): Promise<void> => {
  await writeFile(`${path}.tmp`, content);
  await chmod(`${path}.tmp`, mode);
  await rename(`${path}.tmp`, path);
};

const aFolder = async () => {
  const home = await mkdtemp(join(tmpdir(), 'gw-'));
  const folders = {
    tenants: join(home, 'tenants'),
    certificates: join(home, 'certificates'),
    builds: join(home, 'builds'),
  };
  const web = join(folders.builds, 'b1', 'web');
  await mkdir(join(web, 'assets'), { recursive: true });
  await mkdir(folders.tenants);
  await mkdir(folders.certificates);
  await writeFile(join(web, 'index.html'), '<!doctype html><title>Bulwark</title>');
  await writeFile(join(web, 'assets', 'main-abcdefgh.js'), 'export {};');
  await writeFile(join(web, 'assets', 'main-abcdefgh.js.br'), brotliCompressSync('export {};'));
  await writeFile(join(folders.builds, 'b1', 'secret.txt'), 'not for the web');
  return { home, folders };
};

export const acme = 'acme.bulwark.test';
export const globex = 'globex.bulwark.test';
export const tenantOf = (id: string, host: string, home: string): TenantEntry => ({
  id,
  slug: host.split('.')[0] ?? '',
  name: host,
  state: 'active',
  shard: 'local',
  uids: null,
  build: 'b1',
  epoch: 1,
  packing: 'compact',
  replicas: {},
  hosts: [host],
  services: {
    identity: [{ front: join(home, 'identity.front'), peer: join(home, 'identity.peer') }],
    records: [{ front: join(home, 'records.front'), peer: join(home, 'records.peer') }],
    audit: [{ front: join(home, 'audit.front'), peer: join(home, 'audit.peer') }],
  },
  certificate: id,
});

export type Line = { readonly msg: string } & Fields;

/** A gateway with two tenants (the second with an RSA certificate) and services of the first; nothing of it is a stand-in but the services. */
export const aGateway = async (limits: Partial<Limits> = {}) => {
  const { home, folders } = await aFolder();
  const { ca, certify } = await anAuthority();
  const putCertificate = async (
    name: string,
    { cert, key }: Certified,
    mode = 0o400,
  ): Promise<void> => {
    await replaceFile(join(folders.certificates, `${name}.key`), key, mode);
    await replaceFile(join(folders.certificates, `${name}.pem`), cert, 0o444);
  };
  const tenants = {
    acme: tenantOf('taaaaaaaaa', acme, home),
    globex: tenantOf('tbbbbbbbbb', globex, home),
  };
  await putCertificate(tenants.acme.id, await certify(acme));
  await putCertificate(tenants.globex.id, await certify(globex, 'rsa'));
  for (const tenant of Object.values(tenants)) await writeTenant(folders.tenants, tenant);
  const identity = await aService(join(home, 'identity.front'));
  const peer = await aService(join(home, 'identity.peer'));
  const records = await aService(join(home, 'records.front'));
  peer.answer((_request, response) => void response.end('{"token":"head.body.sign"}'));

  const lines: Line[] = [];
  const note = (msg: string, fields: Fields = {}) => void lines.push({ msg, ...fields });
  const config: Config = {
    address: '127.0.0.1',
    httpsPort: 0,
    httpPort: 0,
    publicHttpsPort: null,
    publicHttpPort: null,
    folders,
    clientTls: null,
    others: 0o077,
    metricsSocket: join(home, 'metrics'),
    limits: { ...defaultLimits, ...limits },
  };
  const gateway = createGateway({
    config,
    log: { info: note, warn: note, error: note },
    now: () => performance.timeOrigin + performance.now(),
    schedule: () => () => undefined,
  });
  const ports = await gateway.start();
  const to = (name: string) => ({ port: ports.https, ca, name });
  return {
    ...{ gateway, ports, ca, certify, putCertificate, folders, home, tenants, lines, to },
    ...{ identity, peer, records },
    send: (raw: string, name = acme): Promise<Answered> => sendRaw(to(name), raw),
    ask: (ask: Ask = {}, name = acme): Promise<Answered> => sendRaw(to(name), message(name, ask)),
    put: (tenant: TenantEntry) => writeTenant(folders.tenants, tenant),
    stop: async (): Promise<void> => {
      await gateway.stop();
      await Promise.all([identity, peer, records].map((service) => service.stop()));
      await rm(home, { recursive: true });
    },
  };
};

/** Asks again until the answer is as wished; fails by the test's own time limit. */
export const until = async <Value>(
  read: () => Promise<Value>,
  isWished: (value: Value) => boolean,
): Promise<Value> => {
  for (;;) {
    const value = await read();
    if (isWished(value)) return value;
    await setImmediate();
  }
};
