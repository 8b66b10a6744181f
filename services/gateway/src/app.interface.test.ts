import { symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { handshake } from './testing/client.ts';
import { acme, aGateway, until } from './testing/scene.ts';

let scene: Awaited<ReturnType<typeof aGateway>>;
beforeAll(async () => {
  scene = await aGateway({ connectionsPerAddress: 3, drainMs: 300 });
});
afterAll(() => scene.stop());

test('pages are the start page and never kept, hashed assets are kept for ever', async () => {
  const page = await scene.ask({ path: '/registers/risks' });
  expect(page.body).toContain('<title>Bulwark</title>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-store');
  const asset = await scene.ask({ path: '/assets/main-abcdefgh.js' });
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('strict-transport-security')).toMatch(/^max-age=63072000/);
});

test('who takes brotli gets what the build compressed; the compressed file has no address of its own', async () => {
  const path = '/assets/main-abcdefgh.js';
  const { headers } = await scene.ask({ path, headers: ['Accept-Encoding: gzip, br'] });
  expect(headers.get('content-encoding')).toBe('br');
  const plain = await scene.ask({ path });
  expect([plain.headers.get('content-encoding'), plain.body]).toEqual([undefined, 'export {};']);
  expect((await scene.ask({ path: `${path}.br` })).status).toBe(404);
});

test('HEAD has the headers without the body', async () => {
  const { status, headers, body } = await scene.ask({ method: 'HEAD' });
  expect([status, body, Number(headers.get('content-length')) > 0]).toEqual([200, '', true]);
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//secret.txt',
  '/secret.txt',
  '/%252e%252e/secret.txt',
  '/assets/main-abcdefgh.js%00.css',
])('%s reaches no file', async (path) => {
  const { status, body } = await scene.ask({ path });
  expect([400, 404]).toContain(status);
  expect(body).not.toContain('not for the web');
});

test('another build is served when the tenant moves to it, without what its links lead to', async () => {
  const { builds } = scene.folders;
  await symlink(join(builds, 'b1'), join(builds, 'b2'));
  await symlink(join(builds, 'b1', 'secret.txt'), join(builds, 'b1', 'web', 'link.txt'));
  await scene.put({ ...scene.tenants.acme, build: 'b3' });
  await until(scene.ask, ({ status }) => status === 503);
  await scene.put({ ...scene.tenants.acme, build: 'b2' });
  await until(scene.ask, ({ status }) => status === 200);
  expect((await scene.ask({ path: '/link.txt' })).status).toBe(404);
});

test('one address has only so many connections', async () => {
  const held = await Promise.all([1, 2, 3].map(() => handshake(scene.to(acme))));
  await expect(handshake(scene.to(acme))).rejects.toThrow();
  for (const socket of held) socket.destroy();
  await until(
    () => scene.ask().catch(() => null),
    (answer) => answer !== null,
  );
});

test('a stop lets the request under way end and takes no other', async () => {
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  scene.records.answer((_request, response) => {
    begun.resolve();
    void release.promise.then(() => response.end('late'));
  });
  const answer = scene.ask({ path: '/api/records/risks' });
  await Promise.race([begun.promise, answer]);
  const stopped = scene.gateway.stop();
  const refused = new Promise((resolve) =>
    connect(scene.ports.https, '127.0.0.1').once('error', resolve),
  );
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' });
  release.resolve();
  expect((await answer).body).toBe('late');
  await stopped;
});
