import { expect, test } from '@jest/globals';
import { securityHeaders } from '../headers/policy.ts';
import { toBrowser, toService } from './headers.ts';

test('a service gets the listed headers, the token and the context, and nothing a client made up', () => {
  const headers = new Map([
    ['host', 'acme.test'],
    ['accept', 'application/json'],
    ['authorization', 'Bearer forged'],
    ['bulwark-context', 'forged'],
    ['x-forwarded-for', '1.2.3.4'],
    ['forwarded', 'for=1.2.3.4'],
    ['cf-connecting-ip', '1.2.3.4'],
    ['x-user', 'root'],
    ['cookie', 'a=b'],
    ['connection', 'if-match'],
    ['if-match', '"1"'],
  ]);
  expect(toService({ headers, token: 'a.b.c', context: 'ours' })).toEqual([
    ...['bulwark-context', 'ours', 'authorization', 'Bearer a.b.c'],
    ...['accept', 'application/json', 'if-match', '"1"'],
  ]);
});

test('a length never travels with chunks', () => {
  const headers = new Map([
    ['content-length', '3'],
    ['transfer-encoding', 'chunked'],
  ]);
  expect(toService({ headers, token: null, context: 'c' })).toEqual(['bulwark-context', 'c']);
});

test('[claim 5.12] no header of the policy comes from a service', () => {
  const weakened = securityHeaders
    .filter((_, at) => at % 2 === 0)
    .map((name) => [name.toLowerCase(), 'weak']);
  const others = ['server', 'via', 'x-powered-by', 'connection', 'cache-control', 'set-cookie'];
  const headers = Object.fromEntries([...weakened, ...others.map((name) => [name, '__Host-a=b'])]);
  expect(toBrowser({ headers, maySetCookies: false })).toEqual([]);
});

test('identity alone sets cookies, and only such as hold for one host', () => {
  const headers = {
    etag: '"1"',
    'set-cookie': ['__Host-sid=a; Path=/; Secure', 'sid=b', '__host-sid=c'],
  };
  expect(toBrowser({ headers, maySetCookies: true })).toEqual([
    ...['etag', '"1"', 'Set-Cookie', '__Host-sid=a; Path=/; Secure'],
  ]);
  expect(toBrowser({ headers, maySetCookies: false })).toEqual(['etag', '"1"']);
});
