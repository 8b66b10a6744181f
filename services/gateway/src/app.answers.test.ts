import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Answered, message, sendPlain } from './testing/client.ts';
import { acme, aGateway, globex, until } from './testing/scene.ts';

let scene: Awaited<ReturnType<typeof aGateway>>;
beforeAll(async () => {
  scene = await aGateway({ headersMs: 400, requestsPerConnection: 3 });
});
afterAll(() => scene.stop());

const policy: [string, unknown][] = [
  ['strict-transport-security', 'max-age=63072000; includeSubDomains'],
  ['content-security-policy', expect.stringMatching(/^default-src 'none'; script-src 'self'; /)],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-embedder-policy', 'require-corp'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['origin-agent-cluster', '?1'],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['permissions-policy', expect.stringMatching(/^accelerometer=\(\), /)],
  ['x-dns-prefetch-control', 'off'],
  ['x-permitted-cross-domain-policies', 'none'],
];
const policyOf = ({ headers }: Answered) => policy.map(([name]) => [name, headers.get(name)]);
const codeOf = ({ body }: Answered) => (body.startsWith('{') ? JSON.parse(body).code : null);
const plainly = (ask: Parameters<typeof message>[1], name = acme) =>
  sendPlain(scene.ports.http, message(name, ask));

const broken = (head: string) => () => scene.send(`${head}\r\n\r\n`);
const host = `Host: ${acme}`;
const form = 'POST /api/records/risks HTTP/1.1\r\nContent-Type: application/json';
const answers: [number, string, () => Promise<Answered>][] = [
  [200, 'the start page', () => scene.ask()],
  [200, 'a service', () => scene.ask({ path: '/api/records/risks' })],
  [
    304,
    'a file the browser has',
    async () => {
      const etag = (await scene.ask()).headers.get('etag');
      return await scene.ask({ headers: [`If-None-Match: ${etag}`] });
    },
  ],
  [400, 'two hosts', broken(`GET / HTTP/1.1\r\n${host}\r\n${host}`)],
  [400, 'no host', broken('GET / HTTP/1.1\r\nAccept: a')],
  [400, 'an absolute target', broken(`GET https://${acme}/ HTTP/1.1\r\n${host}`)],
  [400, 'another host in an absolute target', broken(`GET https://x.test/ HTTP/1.1\r\n${host}`)],
  [400, 'an underscore in a name', broken(`GET / HTTP/1.1\r\n${host}\r\nX_User: root`)],
  [400, 'a doubled cookie', broken(`GET / HTTP/1.1\r\n${host}\r\nCookie: a=b\r\nCookie: c=d`)],
  [
    400,
    'length and chunks',
    broken(`${form}\r\n${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked`),
  ],
  [400, 'two lengths', broken(`${form}\r\n${host}\r\nContent-Length: 1\r\nContent-Length: 1`)],
  [400, 'an unknown coding', broken(`${form}\r\n${host}\r\nTransfer-Encoding: xchunked`)],
  [400, 'a coding before chunks', broken(`${form}\r\n${host}\r\nTransfer-Encoding: gzip, chunked`)],
  [400, 'a space before the colon', broken(`GET / HTTP/1.1\r\n${host}\r\nA : b`)],
  [400, 'a folded header', broken(`GET / HTTP/1.1\r\n${host}\r\nA: b\r\n c`)],
  [400, 'a bare line feed', broken(`GET / HTTP/1.1\n${host}`)],
  [400, 'no HTTP', broken('\u0016\u0003\u0001 hello')],
  [
    400,
    'a bad chunk',
    () => scene.send(`${form}\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`),
  ],
  [404, 'a missing file', () => scene.ask({ path: '/assets/none.js' })],
  [404, 'no such service', () => scene.ask({ path: '/api/other/x' })],
  [405, 'OPTIONS', () => scene.ask({ method: 'OPTIONS' })],
  [405, 'TRACE', () => scene.ask({ method: 'TRACE' })],
  [405, 'CONNECT', () => scene.ask({ method: 'CONNECT', path: 'x.test:443' })],
  [408, 'slow headers', () => scene.send(`GET / HTTP/1.1\r\n${host}\r\nA: `)],
  [
    413,
    'too much',
    () =>
      scene.ask({
        method: 'POST',
        path: '/api/records/risks',
        headers: ['Content-Type: application/json'],
        body: ' '.repeat(2_097_153),
      }),
  ],
  [417, 'a strange expectation', () => scene.ask({ headers: ['Expect: magic'] })],
  [421, 'another tenant', () => scene.ask({ host: globex })],
  [421, 'another port', () => scene.ask({ host: `${acme}:1` })],
  [
    431,
    'too many headers',
    () => scene.ask({ headers: Array.from({ length: 70 }, (_, at) => `a${at}: b`) }),
  ],
  [431, 'too long headers', () => scene.ask({ headers: [`A: ${'b'.repeat(17_000)}`] })],
  [503, 'a service that is down', () => scene.ask({ path: '/api/audit/entries' })],
  [308, 'http', () => plainly({})],
  [421, 'http to an unknown host', () => plainly({}, 'x.test')],
  [400, 'http without a host', () => sendPlain(scene.ports.http, 'GET / HTTP/1.1\r\n\r\n')],
  [405, 'http CONNECT', () => plainly({ method: 'CONNECT', path: 'x.test:443' })],
];

test.each(answers)(
  '[claim 2.2] [claim 5.12] %i for %s bears the whole policy',
  async (status, _what, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(policyOf(answer)).toEqual(policy);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  },
);

test('a refusal is a problem with a request id, and names no software', async () => {
  const answer = await scene.ask({ host: globex });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.has('server')).toBe(false);
  expect(JSON.parse(answer.body)).toEqual({
    type: 'about:blank',
    title: 'Misdirected Request',
    status: 421,
    code: 'misdirected_request',
    detail: expect.any(String),
    requestId: expect.any(String),
  });
});

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
  '[claim 2.3] %s by http is sent to the same path and query by https',
  async (method) => {
    const answer = await plainly({ method, path: '/a/b?c=%2Fd&e' });
    expect(answer.status).toBe(308);
    expect(answer.headers.get('location')).toBe(
      `https://${acme}:${scene.ports.https}/a/b?c=%2Fd&e`,
    );
  },
);

test('[claim 2.3] an unknown host by http is refused without a redirect', async () => {
  const answer = await plainly({ path: '/a' }, 'other.bulwark.test');
  expect([answer.status, answer.headers.has('location')]).toEqual([421, false]);
});

test('[claim 2.3] no target leads to another host', async () => {
  for (const path of ['//x.test/', '/\\x.test', 'http://x.test/', '@x.test'])
    expect((await plainly({ path })).headers.get('location')).toBeUndefined();
});

test('a connection ends with the last request allowed on it, and every answer bears the policy', async () => {
  const one = message(acme).replace('Connection: close\r\n', '');
  const { headers, body } = await scene.send(one.repeat(6));
  expect(headers.get('connection')).toBe('keep-alive');
  expect(body.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  expect(body.match(/Strict-Transport-Security/g)).toHaveLength(2);
  expect(body.match(/Connection: close/g)).toHaveLength(1);
});

test('a suspended tenant is told so, and serves nothing, until it is resumed', async () => {
  const read = () => scene.ask({ path: '/api/records/risks' });
  await scene.put({ ...scene.tenants.acme, state: 'suspended' });
  const refused = await until(read, ({ status }) => status === 503);
  expect(codeOf(refused)).toBe('tenant_suspended');
  expect(policyOf(refused)).toEqual(policy);
  await scene.put(scene.tenants.acme);
  await until(read, ({ status }) => status === 200);
});

test('every refusal is counted', () => {
  const counts = scene.gateway.refusals();
  expect(counts).toContainEqual(
    expect.objectContaining({ tenant: 'taaaaaaaaa', kind: 'method_not_allowed' }),
  );
  expect(counts).toContainEqual(
    expect.objectContaining({ tenant: 'unknown', kind: 'misdirected_request' }),
  );
});
