import type { TenantEntry } from '@bulwark/tenancy/directory';
import { expect, test } from '@jest/globals';
import { judgeRequest, type RawRequest } from './judge.ts';

const aTenant = (changes: Partial<TenantEntry> = {}): TenantEntry => ({
  id: 't4k2mabcde',
  slug: 'acme',
  name: 'Acme',
  state: 'active',
  shard: 'local',
  uids: null,
  build: 'b1',
  epoch: 1,
  packing: 'compact',
  replicas: {},
  hosts: ['acme.test'],
  services: { records: [{ front: '/run/records.front', peer: '/run/records.peer' }] },
  certificate: 't4k2mabcde',
  ...changes,
});
const suspended = aTenant({ hosts: ['late.test'], state: 'suspended' });
const tenants = [aTenant(), suspended];
const findTenant = (host: string) => tenants.find(({ hosts }) => hosts.includes(host));

const host = ['Host', 'acme.test'];
const aRequest = (changes: Partial<RawRequest> = {}): RawRequest => ({
  method: 'GET',
  target: '/api/records/risks?search=a',
  rawHeaders: host,
  serverName: 'acme.test',
  port: 8443,
  ...changes,
});
const judge = (changes: Partial<RawRequest>) => judgeRequest(aRequest(changes), findTenant);
const refusal = (changes: Partial<RawRequest>) => {
  const verdict = judge(changes);
  return 'refused' in verdict ? verdict.refused : null;
};
const sid = 'a'.repeat(43);

test('a plain request is accepted with tenant, route and session', () => {
  expect(judge({ rawHeaders: [...host, 'Cookie', `theme=dark; __Host-sid=${sid}`] })).toEqual({
    tenant: aTenant(),
    host: 'acme.test',
    headers: new Map([
      ['host', 'acme.test'],
      ['cookie', `theme=dark; __Host-sid=${sid}`],
    ]),
    path: '/api/records/risks',
    route: { to: 'service', service: 'records' },
    sid,
    body: null,
  });
});

test.each<[string, string | null, string[], string | null]>([
  ['the name of the handshake', null, ['Host', 'acme.test'], 'acme.test'],
  ['the name in capitals', null, ['Host', 'ACME.test'], 'acme.TEST'],
  ['our port', null, ['Host', 'acme.test:8443'], 'acme.test'],
  ['another port', 'misdirected_request', ['Host', 'acme.test:443'], 'acme.test'],
  ['another name than the handshake', 'misdirected_request', ['Host', 'late.test'], 'acme.test'],
  ['an unknown name', 'misdirected_request', ['Host', 'x.test'], 'x.test'],
  ['a closing dot', 'misdirected_request', ['Host', 'acme.test.'], 'acme.test'],
  ['a user part', 'misdirected_request', ['Host', 'me@acme.test'], 'acme.test'],
  ['a list', 'misdirected_request', ['Host', 'acme.test, x.test'], 'acme.test'],
  ['no handshake name', 'misdirected_request', ['Host', 'acme.test'], ''],
  ['nothing', 'host_invalid', ['Host', ''], 'acme.test'],
  ['no header', 'host_invalid', [], 'acme.test'],
  ['two headers', 'host_invalid', ['Host', 'acme.test', 'host', 'acme.test'], 'acme.test'],
  ['a suspended tenant', 'tenant_suspended', ['Host', 'late.test'], 'late.test'],
])('[claim 3.3] Host with %s: %s', (_what, refused, rawHeaders, serverName) => {
  expect(refusal({ rawHeaders, serverName })).toBe(refused);
});

test('a target that is not plain is refused', () => {
  expect(refusal({ target: '//x.test/' })).toBe('target_invalid');
});

test.each(['OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'get'])(
  'the method %s is refused',
  (method) => {
    expect(refusal({ method })).toBe('method_not_allowed');
  },
);

test.each([
  'Content-Type',
  'content-length',
  'Authorization',
  'Cookie',
  'X-CSRF-Token',
  'If-Match',
  'Sec-Fetch-Site',
  'Origin',
  'Idempotency-Key',
  'Transfer-Encoding',
  'User-Agent',
])('%s twice is refused', (name) => {
  expect(refusal({ rawHeaders: [...host, name, '1', name.toLowerCase(), '1'] })).toBe(
    'header_invalid',
  );
});

test('lists may come twice, and so may what nobody reads', () => {
  const rawHeaders = [
    ...host,
    'Accept',
    'a',
    'accept',
    'b',
    'X-Forwarded-For',
    '1',
    'X-Forwarded-For',
    '2',
  ];
  const verdict = judge({ rawHeaders });
  expect('headers' in verdict && verdict.headers.get('accept')).toBe('a, b');
});

test('an expectation other than to continue is refused', () => {
  expect(refusal({ rawHeaders: [...host, 'Expect', '100-Continue'] })).toBeNull();
  expect(refusal({ rawHeaders: [...host, 'Expect', 'magic'] })).toBe('expectation_failed');
});

test.each(['X_User', 'bulwark_context', '_'])('the header name %s is refused', (name) => {
  expect(refusal({ rawHeaders: [...host, name, '1'] })).toBe('header_invalid');
});

test('a sixty-fifth header is refused', () => {
  const many = Array.from({ length: 64 }, (_, at) => [`a${at}`, '1']).flat();
  expect(refusal({ rawHeaders: [...many.slice(2), ...host] })).toBeNull();
  expect(refusal({ rawHeaders: [...many, ...host] })).toBe('headers_too_large');
});

test.each<[string, string | null, string | null]>([
  [`__Host-sid=${sid}`, sid, null],
  [`a=b;__Host-sid=${sid};c`, sid, null],
  [`__Host-sid=${sid}a`, null, null],
  [`__Host-sid="${sid}"`, null, null],
  [`__host-sid=${sid}`, null, null],
  [`__Host-sidx=${sid}`, null, null],
  ['__Host-sid', null, null],
  [`__Host-sid=${sid}; __Host-sid=${sid}`, null, 'cookie_invalid'],
  [`__Host-sid=x; __Host-sid=${sid}`, null, 'cookie_invalid'],
])('the cookie %s', (cookie, expected, refused) => {
  const verdict = judge({ rawHeaders: [...host, 'Cookie', cookie] });
  expect('refused' in verdict ? verdict.refused : null).toBe(refused);
  expect('sid' in verdict ? verdict.sid : null).toBe(expected);
});

test.each<[string, object]>([
  ['/', { to: 'interface' }],
  ['/apiary', { to: 'interface' }],
  ['/api', { to: 'nowhere' }],
  ['/api/', { to: 'nowhere' }],
  ['/api/records', { to: 'nowhere' }],
  ['/api/records/', { to: 'nowhere' }],
  ['/api/Records/x', { to: 'nowhere' }],
  ['/api/records/x', { to: 'service', service: 'records' }],
  ['/api/openapi.json', { to: 'service', service: 'identity' }],
])('the path %s leads %j', (target, route) => {
  const verdict = judge({ target });
  expect('route' in verdict && verdict.route).toEqual(route);
});
