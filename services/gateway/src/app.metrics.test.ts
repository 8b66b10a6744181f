import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'undici';
import { aGateway } from './testing/scene.ts';

let scene: Awaited<ReturnType<typeof aGateway>>;
beforeAll(async () => {
  scene = await aGateway();
});
afterAll(() => scene.stop());

const socket = (): string => join(scene.home, 'metrics');

const ask = async (path: string) => {
  const client = new Client('http://gateway', { socketPath: socket() });
  const { statusCode, body } = await client.request({ method: 'GET', path });
  const text = await body.text();
  await client.close();
  return { statusCode, text };
};

test('metrics stand on a socket of their own, which its owner alone may open', async () => {
  expect(statSync(socket()).mode & 0o777).toBe(0o600);
  expect((await ask('/')).statusCode).toBe(404);
  expect((await scene.ask({ path: '/metrics' })).body).toContain('<!doctype html>');
});

test('requests and refusals are counted by tenant, never by path', async () => {
  await ask('/metrics');
  await scene.ask({ path: '/secret-page' });
  await scene.ask({ path: '/api/nothing/here' });
  await scene.ask({ method: 'BREW', path: '/' });
  const { text } = await ask('/metrics');
  expect(text).toContain('bulwark_gateway_requests_total{tenant="taaaaaaaaa",status="200"} 1');
  expect(text).toContain('bulwark_gateway_refusals_total{tenant="taaaaaaaaa",kind="not_found"} 1');
  expect(text).toMatch(/bulwark_gateway_request_seconds_count\{method="GET",status="200"\} 1/);
  expect(text).not.toMatch(/secret-page|BREW/);
  expect(text).toContain('process_resident_memory_bytes');
});
