import { expect, test } from '@jest/globals';
import { problemMessage } from './problem.ts';

test('a problem for a broken connection is a whole message that closes it', () => {
  const message = problemMessage({ code: 'bad_gateway', requestId: 'r1', headers: ['A', 'b'] });
  const [head, body] = message.split('\r\n\r\n');
  expect(head?.split('\r\n')).toEqual([
    'HTTP/1.1 502 Bad Gateway',
    'A: b',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body ?? '')}`,
    'Connection: close',
  ]);
  expect(JSON.parse(body ?? '')).toEqual({
    type: 'about:blank',
    title: 'Bad Gateway',
    status: 502,
    code: 'bad_gateway',
    detail: expect.any(String),
    requestId: 'r1',
  });
});
