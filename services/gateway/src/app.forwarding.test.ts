import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { aService } from './testing/cell.ts';
import { handshake, message } from './testing/client.ts';
import { acme, aGateway, globex } from './testing/scene.ts';

let scene: Awaited<ReturnType<typeof aGateway>>;
let sids = 0;
beforeAll(async () => {
  scene = await aGateway({ exchangeMs: 300, serviceMs: 1000 });
});
afterAll(() => scene.stop());
beforeEach(() => {
  for (const { reached } of [scene.identity, scene.peer, scene.records]) reached.length = 0;
  scene.peer.answer((_request, response) => void response.end('{"token":"head.body.sign"}'));
  scene.records.answer((_request, response) => void response.end('{}'));
});

const path = '/api/records/risks?search=a';
const aSid = () => String(++sids).padStart(43, 'a');
const cookie = (sid: string) => `Cookie: __Host-sid=${sid}`;
const json = 'Content-Type: application/json';
const codeOf = ({ body }: { body: string }) => JSON.parse(body).code;

test('a service sees the listed headers, the token and the context, and nothing else', async () => {
  const sid = aSid();
  const forged = [
    'Authorization: Bearer x',
    'Bulwark-Context: x',
    'X-Forwarded-For: 1.2.3.4',
    'Forwarded: for=x',
  ];
  const passed = [
    'Accept: a/b',
    'Accept-Language: de',
    'If-Match: "1"',
    'If-None-Match: "2"',
    'Idempotency-Key: k',
  ];
  const more = [
    'X-CSRF-Token: t',
    'User-Agent: u',
    'Sec-Fetch-Site: same-origin',
    `Origin: https://${acme}`,
  ];
  const others = [
    'X-User: root',
    'CF-Connecting-IP: 1.2.3.4',
    'Referer: https://x.test/',
    cookie(sid),
  ];
  await scene.ask({ path, headers: [...forged, ...passed, ...more, ...others] });
  const [reached] = scene.records.reached;
  expect([reached?.method, reached?.url]).toEqual(['GET', path]);
  const { 'bulwark-context': context = '', ...headers } = reached?.headers ?? {};
  expect(headers).toEqual({
    host: 'cell',
    connection: 'keep-alive',
    authorization: 'Bearer head.body.sign',
    accept: 'a/b',
    'accept-language': 'de',
    'if-match': '"1"',
    'if-none-match': '"2"',
    'idempotency-key': 'k',
    'x-csrf-token': 't',
    'user-agent': 'u',
    'sec-fetch-site': 'same-origin',
    origin: `https://${acme}`,
  });
  expect(JSON.parse(Buffer.from(String(context), 'base64url').toString())).toEqual({
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ip: '127.0.0.1',
    trace: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
  });
});

test('without a session cookie no token is asked for and none is sent', async () => {
  await scene.ask({ path, headers: ['Cookie: __Host-sid=short', 'Authorization: Bearer x'] });
  expect(scene.peer.reached).toEqual([]);
  expect(scene.records.reached[0]?.headers.authorization).toBeUndefined();
});

test('a session is exchanged once a second for each service, however many ask', async () => {
  const headers = [cookie(aSid())];
  await Promise.all(Array.from({ length: 5 }, () => scene.ask({ path, headers })));
  await scene.ask({ path, headers });
  await scene.ask({ path: '/api/identity/session', headers });
  expect(
    scene.peer.reached.map(({ method, url, body }) => [method, url, JSON.parse(body ?? '')]),
  ).toEqual([
    ['POST', '/exchange', { sid: headers[0]?.slice(-43), audience: 'records' }],
    ['POST', '/exchange', { sid: headers[0]?.slice(-43), audience: 'identity' }],
  ]);
  expect(scene.records.reached).toHaveLength(6);
});

test.each<[string, Parameters<typeof scene.peer.answer>[0]]>([
  ['refuses', (_request, response) => void response.writeHead(500).end()],
  ['answers nothing', () => undefined],
  ['breaks off', (request) => void request.socket.destroy()],
  ['gives no token', (_request, response) => void response.end('{"token":"a\\r\\nb"}')],
])('nothing is passed on when identity %s', async (_what, reply) => {
  scene.peer.answer(reply);
  const answer = await scene.ask({ path, headers: [cookie(aSid())] });
  expect([answer.status, codeOf(answer)]).toEqual([503, 'identity_unavailable']);
  expect(scene.records.reached).toEqual([]);
});

test('[claim 5.12] a service can neither weaken the policy nor set a cookie nor name its software', async () => {
  const weak = {
    'strict-transport-security': 'max-age=0',
    'content-security-policy': 'default-src *',
    'x-frame-options': 'ALLOWALL',
    'cache-control': 'public',
    'access-control-allow-origin': '*',
    server: 's',
    via: 'v',
    'x-powered-by': 'p',
    'set-cookie': ['__Host-sid=x', 'a=b'],
  };
  const reply: Parameters<typeof scene.peer.answer>[0] = (_request, response) =>
    void response.writeHead(200, { ...weak, etag: '"7"' }).end('{}');
  scene.records.answer(reply);
  scene.identity.answer(reply);
  const answer = await scene.ask({ path });
  expect(answer.headers.get('strict-transport-security')).toBe(
    'max-age=63072000; includeSubDomains',
  );
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(answer.headers.get('x-frame-options')).toBe('DENY');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('etag')).toBe('"7"');
  for (const name of ['access-control-allow-origin', 'server', 'via', 'x-powered-by', 'set-cookie'])
    expect(answer.headers.has(name)).toBe(false);
  expect((await scene.ask({ path: '/api/identity/session' })).cookies).toEqual(['__Host-sid=x']);
});

test('reading is asked once more after a reset, writing never', async () => {
  scene.records.answer((request) => void request.socket.destroy());
  expect((await scene.ask({ path })).status).toBe(502);
  expect(scene.records.reached).toHaveLength(2);
  const writing = await scene.ask({
    method: 'POST',
    path: '/api/records/risks',
    headers: [json],
    body: '{}',
  });
  expect(writing.status).toBe(502);
  expect(scene.records.reached).toHaveLength(3);
});

test('a service that does not answer in time is given up', async () => {
  scene.records.answer(() => undefined);
  const answer = await scene.ask({ path });
  expect([answer.status, codeOf(answer)]).toEqual([504, 'gateway_timeout']);
});

test('a client that leaves ends the call to the service', async () => {
  const left = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  scene.records.answer((request) => {
    request.socket.once('close', () => left.resolve());
    begun.resolve();
  });
  const socket = await handshake(scene.to(acme));
  socket.write(message(acme, { path }));
  await begun.promise;
  socket.destroy();
  await left.promise;
});

test('a tenant reaches its own services alone', async () => {
  const front = `${scene.home}/globex.front`;
  const other = await aService(front);
  const services = {
    ...scene.tenants.globex.services,
    records: [{ front, peer: `${front}.peer` }],
  };
  await scene.put({ ...scene.tenants.globex, services });
  while (other.reached.length === 0) await scene.ask({ path }, globex);
  scene.records.reached.length = 0;
  await scene.ask({ path }, globex);
  expect(scene.records.reached).toEqual([]);
  await other.stop();
});

test('one line a request, without query, cookie or token', async () => {
  scene.lines.length = 0;
  const sid = aSid();
  await scene.ask({ path: '/api/records/risks?search=secret', headers: [cookie(sid)] });
  expect(scene.lines.filter(({ msg }) => msg === 'request')).toEqual([
    {
      msg: 'request',
      requestId: expect.any(String),
      trace: expect.stringMatching(/^[0-9a-f]{32}$/),
      tenant: 'taaaaaaaaa',
      method: 'GET',
      path: '/api/records/risks',
      status: 200,
      ms: expect.any(Number),
    },
  ]);
  expect(JSON.stringify(scene.lines)).not.toMatch(new RegExp(`${sid}|secret|head\\.body`));
});
