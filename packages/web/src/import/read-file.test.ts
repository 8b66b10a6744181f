import { expect, test } from '@jest/globals';
import { base64, readContent } from './read-file.ts';

const bytesOf = (list: readonly number[]): ArrayBuffer => new Uint8Array(list).buffer;

test('a workbook is known by its first bytes and sent as base64', () => {
  const bytes = bytesOf([0x50, 0x4b, 3, 4, 255, 0]);
  expect(readContent(bytes)).toEqual({ content: 'UEsDBP8A', format: 'xlsx' });
});

test('anything else is text', () => {
  expect(readContent(bytesOf([0x61, 0x2c, 0xe9]))).toEqual({ content: 'a,é', format: 'text' });
  expect(readContent(bytesOf([]))).toEqual({ content: '', format: 'text' });
});

test('base64 of many bytes is theirs', () => {
  const many = new Uint8Array(100_000).map((_, index) => index % 251);
  expect(base64(many.buffer)).toBe(Buffer.from(many).toString('base64'));
});
