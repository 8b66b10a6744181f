import { expect, test } from '@jest/globals';
import { resourceText, words } from './words.ts';

test('an erased value says so, an empty one is a dash, a list is spoken', () => {
  expect([{ forgotten: true }, null, '', [], ['a', 'b'], 3, false].map(words)).toEqual([
    'Erased',
    '–',
    '–',
    '–',
    'a, b',
    '3',
    'false',
  ]);
});

test('a resource is called by its name, else by its kind and the start of its id', () => {
  const risk = { type: 'risk', id: '0192d3c4-1111', rev: 1 };
  const names = new Map([[risk.id, { id: risk.id, name: 'RSK-2026-0001' }]]);
  expect(resourceText(risk, names)).toBe('RSK-2026-0001');
  expect(resourceText(risk, new Map())).toBe('Risk 0192d3c4');
  expect(resourceText(null, names)).toBe('–');
});

test('a text that was too long for its entry is named by its digest', () => {
  expect(words({ sha256: 'ab12', bytes: 65536 })).toBe(
    'Long text of 65536 bytes, SHA-256 ab12: see the record’s history',
  );
});
