import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { message } from './testing/client.ts';
import { acme, aGateway } from './testing/scene.ts';

let scene: Awaited<ReturnType<typeof aGateway>>;
beforeAll(async () => {
  scene = await aGateway();
});
afterAll(() => scene.stop());
beforeEach(() => {
  scene.records.reached.length = 0;
});

const path = '/api/records/risks?search=a';
const codeOf = ({ body }: { body: string }) => JSON.parse(body).code;
const post = (body: string, headers: string[]) =>
  scene.ask({ method: 'POST', path: '/api/records/risks', headers, body });
const json = 'Content-Type: application/json';

test('a body arrives whole, by length or in chunks, and its length never travels with chunks', async () => {
  await post('{"a":1}', [json]);
  const head = message(acme, {
    method: 'POST',
    path,
    headers: [json, 'Transfer-Encoding: chunked'],
  });
  await scene.send(`${head}3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n`);
  expect(scene.records.reached.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  expect(scene.records.reached[1]?.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
  expect(scene.records.reached[1]?.headers['content-length']).toBeUndefined();
});

test('a body that grows beyond its limit is refused and never arrives whole', async () => {
  const head = message(acme, {
    method: 'POST',
    path,
    headers: [json, 'Transfer-Encoding: chunked'],
  });
  const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
  const answer = await scene.send(`${head}${chunk.repeat(33)}0\r\n\r\n`);
  expect([answer.status, codeOf(answer)]).toEqual([413, 'content_too_large']);
  expect(scene.records.reached.every(({ body }) => body === null)).toBe(true);
});

test('an import may be larger', async () => {
  const body = ' '.repeat(1_000_000);
  await scene.ask({ method: 'POST', path: '/api/records/risks/import', headers: [json], body });
  const arrived = scene.records.reached.find(({ url }) => url.endsWith('/import'));
  expect(arrived?.body).toHaveLength(1_000_000);
});
