import { expect, test } from '@jest/globals';
import { isPlainTarget } from './target.ts';

test.each([
  '/',
  '/api/records/risks',
  '/api/records/risks/0198-ab?next=a%2Fb//c&q=%C3%A9&x=a+b',
  '/registers/risk~1/a.b/..c/%C3%A9',
  '/.well-known/security.txt',
  "/a'b(c)*!,;:@&=$",
])('the target %s is plain', (target) => {
  expect(isPlainTarget(target)).toBe(true);
});

test.each([
  'http://acme.test/',
  'acme.test:443',
  '*',
  '',
  '//x.test/',
  '/a//b',
  '/a\\b',
  '/a?b=\\',
  '/a%2fb',
  '/a%2Fb',
  '/a%5cb',
  '/a/../b',
  '/a/./b',
  '/..',
  '/a/%2e%2e/b',
  '/a/.%2E/b',
  '/%2e',
  '/a%00b',
  '/a%0d%0ab',
  '/a%7f',
  '/a%c2%85',
  '/a?b=%00',
  '/a?b=%0a',
  '/a%',
  '/a%zz',
  '/a?b=%z1',
  '/a%ff',
  '/a%c0%af',
  '/a%ed%a0%80',
  '/a?b=%ff',
  '/a b',
  '/a#b',
  '/a\u00e9',
  '/a\tb',
])('the target %j is refused', (target) => {
  expect(isPlainTarget(target)).toBe(false);
});
