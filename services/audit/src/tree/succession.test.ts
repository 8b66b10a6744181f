import { expect, test } from '@jest/globals';
import { ruleOn } from './succession.ts';

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const head = (size: number, byte: number) => ({ size, root: hash(byte) });

test('the signer goes forwards only, and only from what it signed', () => {
  expect(ruleOn(head(0, 1), null, null)).toBe('sign');
  expect(ruleOn(head(5, 1), null, null)).toBe('sign');
  expect(ruleOn(head(6, 2), head(5, 1), hash(1))).toBe('sign');
  expect(ruleOn(head(5, 1), head(5, 1), null)).toBe('signed already');
  expect(ruleOn(head(5, 2), head(5, 1), null)).toBe('another root');
  expect(ruleOn(head(4, 1), head(5, 1), null)).toBe('smaller');
  expect(ruleOn(head(6, 2), head(5, 1), hash(3))).toBe('changed before');
  expect(ruleOn(head(6, 2), head(5, 1), null)).toBe('changed before');
});
