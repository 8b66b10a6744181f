import { expect, test } from '@jest/globals';
import { readBody } from './body.ts';
import { readHeaders } from './headers.ts';

const json = ['Content-Type', 'application/json'];
const read = (method: string, path: string, raw: string[]) => {
  const { headers } = { headers: new Map<string, string>(), ...readHeaders(raw) };
  return readBody({ method, path, headers });
};

const importPath = '/api/records/risks/import';
test.each<[string, string, string[], number | string]>([
  ['JSON', '/api/identity/people', [...json, 'Content-Length', '262144'], 262144],
  ['a record', '/api/records/risks', [...json, 'Content-Length', '2097152'], 2097152],
  [
    'too large a record',
    '/api/records/risks',
    [...json, 'Content-Length', '2097153'],
    'content_too_large',
  ],
  [
    'too much JSON',
    '/api/identity/people',
    [...json, 'Content-Length', '262145'],
    'content_too_large',
  ],
  [
    'JSON in chunks',
    '/api/x/y',
    ['Content-Type', 'application/json;a=b', 'Transfer-Encoding', 'chunked'],
    262144,
  ],
  ['an import', importPath, [...json, 'Content-Length', '33554432'], 33554432],
  ['too large an import', importPath, [...json, 'Content-Length', '33554433'], 'content_too_large'],
  [
    'an import by another path',
    `${importPath}/x`,
    [...json, 'Content-Length', '2097153'],
    'content_too_large',
  ],
  ['an import of no JSON', importPath, ['Content-Length', '65537'], 'content_too_large'],
  ['an unnamed type', '/api/x/y', ['Content-Length', '1'], 65536],
  [
    'gzip',
    '/api/x/y',
    [...json, 'Content-Encoding', 'gzip', 'Content-Length', '1'],
    'content_encoding_refused',
  ],
  ['gzip by transfer', '/api/x/y', ['Transfer-Encoding', 'gzip, chunked'], 'body_unexpected'],
])('the body of %s', (_what, target, rawHeaders, expected) => {
  const verdict = read('POST', target, rawHeaders);
  expect('refused' in verdict ? verdict.refused : verdict.body?.limit).toBe(expected);
});

test.each(['GET', 'HEAD'])('%s with a body is refused', (method) => {
  expect(read(method, '/', ['Content-Length', '1'])).toEqual({ refused: 'body_unexpected' });
  expect(read(method, '/', ['Content-Length', '0'])).toEqual({ body: null });
});
