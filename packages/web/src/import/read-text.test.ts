import { expect, test } from '@jest/globals';
import { readText } from './read-text.ts';

const bytes = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer;

test('UTF-8 is read as such, without its byte order mark', () => {
  expect(readText(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xbc))).toBe('ü');
});

test('what is not UTF-8 is read as Windows wrote it', () => {
  expect(readText(bytes(0xfc, 0x80))).toBe('ü€');
});
