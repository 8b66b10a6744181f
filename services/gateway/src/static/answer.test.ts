import { expect, test } from '@jest/globals';
import { answerFrom } from './answer.ts';
import type { Build, StaticFile } from './build.ts';

const aFile = (text: string, changes: Partial<StaticFile> = {}): StaticFile => ({
  type: 'text/html; charset=utf-8',
  etag: `"${text}"`,
  isHashed: false,
  content: Buffer.from(text),
  brotli: null,
  ...changes,
});
const build: Build = new Map([
  ['/index.html', aFile('start')],
  ['/favicon.ico', aFile('icon', { type: 'image/x-icon' })],
  ['/assets/main-abcdefgh.js', aFile('code', { isHashed: true, brotli: Buffer.from('br') })],
]);
const ask = (path: string, { method = 'GET', headers = {} } = {}) =>
  answerFrom(build, { method, path, headers: new Map(Object.entries(headers)) });
const text = (path: string, options = {}) => {
  const answer = ask(path, options);
  return answer.is === 'file' ? answer.content.toString() : answer.code;
};

test.each([
  ['/', 'start'],
  ['/index.html', 'start'],
  ['/registers/risks', 'start'],
  ['/favicon.ico', 'icon'],
  ['/assets/main-abcdefgh.js', 'code'],
  ['/assets/other-abcdefgh.js', 'not_found'],
  ['/assets/', 'not_found'],
  ['/robots.txt', 'not_found'],
  ['/.env', 'not_found'],
  ['/constructor', 'start'],
])('the path %s gives %s', (path, expected) => {
  expect(text(path)).toBe(expected);
});

test('only GET and HEAD are answered, HEAD without content', () => {
  expect(text('/', { method: 'POST' })).toBe('method_not_allowed');
  const head = ask('/', { method: 'HEAD' });
  expect(head).toMatchObject({ status: 200, content: Buffer.alloc(0) });
  expect(head.is === 'file' && head.headers).toEqual(
    expect.arrayContaining(['Content-Length', '5']),
  );
});

test('a file the browser has is not sent again', () => {
  const headers = { 'if-none-match': 'W/"other", "start"' };
  expect(ask('/', { headers })).toMatchObject({ status: 304, content: Buffer.alloc(0) });
});

test.each([
  ['gzip, deflate, br', 'br'],
  ['br;q=0.5', 'br'],
  ['br;q=0', 'code'],
  ['brx', 'code'],
  ['gzip', 'code'],
])('who accepts %s gets %s', (accepted, expected) => {
  expect(text('/assets/main-abcdefgh.js', { headers: { 'accept-encoding': accepted } })).toBe(
    expected,
  );
});

test('a build without a start page is not served', () => {
  expect(answerFrom(new Map(), { method: 'GET', path: '/', headers: new Map() })).toEqual({
    is: 'refused',
    code: 'build_unavailable',
  });
});
