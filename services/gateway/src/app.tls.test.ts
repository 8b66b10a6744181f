import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { handshake } from './testing/client.ts';
import { acme, aGateway, globex, until } from './testing/scene.ts';

let scene: Awaited<ReturnType<typeof aGateway>>;
beforeAll(async () => {
  scene = await aGateway();
});
afterAll(() => scene.stop());

const certified = async (name: string): Promise<string> => {
  const socket = await handshake(scene.to(name));
  const { subject, fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return `${subject.CN} ${fingerprint256}`;
};
const nameOf = async (name: string) => (await certified(name)).split(' ')[0];

const refusedWith = (name: string, options: object): Promise<string> =>
  handshake(scene.to(name), options).then(
    (socket) => {
      const agreed = `accepted ${socket.getProtocol()} ${socket.getCipher().name}`;
      socket.destroy();
      return agreed;
    },
    (error: Error & { code?: string }) => error.code ?? error.message,
  );

test('[claim 3.3] each name gets its own tenant certificate', async () => {
  expect(await nameOf(acme)).toBe(acme);
  expect(await nameOf(globex)).toBe(globex);
  expect(await nameOf(acme.toUpperCase())).toBe(acme);
});

test('[claim 3.3] an unknown name, and none, get no certificate at all', async () => {
  expect(await refusedWith('other.bulwark.test', {})).toBe('ECONNRESET');
  expect(await refusedWith('', { rejectUnauthorized: false })).toMatch(
    /HANDSHAKE_FAILURE|ECONNRESET/,
  );
  const anyCertificate = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
  expect(await refusedWith('other.bulwark.test', anyCertificate)).toBe('ECONNRESET');
});

test.each<[string, object]>([
  ['TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1' }],
  ['TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }],
])('[claim 2.1] %s is refused', async (_what, versions) => {
  expect(await refusedWith(acme, { ...versions, ciphers: 'DEFAULT@SECLEVEL=0' })).toBe(
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  );
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)('[claim 2.1] %s works', async (version) => {
  const socket = await handshake(scene.to(acme), { minVersion: version, maxVersion: version });
  expect(socket.getProtocol()).toBe(version);
  socket.destroy();
});

test.each([
  ['CBC', 'ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA:AES128-SHA'],
  ['RSA key exchange', 'AES128-GCM-SHA256:AES256-GCM-SHA384'],
  ['finite-field Diffie-Hellman', 'DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384'],
  ['CCM', 'ECDHE-ECDSA-AES128-CCM8:ECDHE-ECDSA-AES128-CCM'],
])('[claim 2.4] a client with only %s is refused', async (_what, ciphers) => {
  const options = { maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` };
  expect(await refusedWith(globex, options)).toBe('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE');
});

test('[claim 2.4] a modern suite works with the same client', async () => {
  const options = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
  expect(await refusedWith(globex, options)).toBe('accepted TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256');
});

test('the post-quantum group is agreed on, and HTTP/2 is not', async () => {
  const socket = await handshake(scene.to(acme), { ecdhCurve: 'X25519MLKEM768' });
  expect(socket.authorized).toBe(true);
  socket.destroy();
  expect(await refusedWith(acme, { ALPNProtocols: ['h2'] })).toMatch(/NO_APPLICATION_PROTOCOL/);
});

test('[claim 3.3] a new tenant is served as soon as its file appears', async () => {
  const name = 'fresh.bulwark.test';
  await scene.putCertificate('tccccccccc', await scene.certify(name));
  expect(await refusedWith(name, {})).toBe('ECONNRESET');
  await scene.put({
    ...scene.tenants.acme,
    id: 'tccccccccc',
    certificate: 'tccccccccc',
    hosts: [name],
  });
  await until(
    () => refusedWith(name, {}),
    (result) => result.startsWith('accepted'),
  );
  expect((await scene.ask({}, name)).status).toBe(200);
});

test('[claim 3.3] a replaced certificate is used for the next handshake', async () => {
  const earlier = await certified(globex);
  await scene.putCertificate(scene.tenants.globex.id, await scene.certify(globex, 'rsa'));
  const later = await until(
    () => certified(globex),
    (now) => now !== earlier,
  );
  expect(later.split(' ')[0]).toBe(globex);
});

test('[claim 3.3] a key that others may read leaves the earlier certificate in service', async () => {
  const earlier = await certified(globex);
  const { id } = scene.tenants.globex;
  await scene.putCertificate(id, await scene.certify(globex, 'rsa'), 0o440);
  const isTold = () =>
    scene.lines.some(({ name, reason }) => name === id && /others/.test(`${reason}`));
  await until(async () => isTold(), Boolean);
  expect(await certified(globex)).toBe(earlier);
});

test('[claim 3.3] a certificate for another name serves nobody', async () => {
  const { id } = scene.tenants.acme;
  await scene.putCertificate(id, await scene.certify(globex));
  await until(
    () => refusedWith(acme, {}),
    (result) => result === 'ECONNRESET',
  );
  await scene.putCertificate(id, await scene.certify(acme));
  await until(
    () => refusedWith(acme, {}),
    (result) => result.startsWith('accepted'),
  );
});
