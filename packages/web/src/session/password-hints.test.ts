import { expect, test } from '@jest/globals';
import { inGroups, passwordHints, waitText } from './password-hints.ts';

const met = (password: string) => passwordHints(password).map((hint) => hint.met);

test('a password of twelve characters from three classes meets both rules', () => {
  expect(met('Sunny-garden')).toEqual([true, true]);
});

test('length and classes are judged apart', () => {
  expect(met('Ab1!')).toEqual([false, true]);
  expect(met('onlysmallletters')).toEqual([true, false]);
});

test('characters are counted, not code units', () => {
  expect(met('😀'.repeat(11))[0]).toBe(false);
  expect(met('x'.repeat(129))[0]).toBe(false);
});

test('a wait is said in seconds, then in minutes', () => {
  expect([1, 40, 900].map(waitText)).toEqual(['in 1 second', 'in 40 seconds', 'in 15 minutes']);
});

test('a secret is shown in groups of four', () => {
  expect(inGroups('JBSWY3DPEH')).toBe('JBSW Y3DP EH');
});
