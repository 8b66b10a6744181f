import { expect, test } from '@jest/globals';
import type { FieldDescription } from '../api/types.ts';
import {
  aimColumn,
  cutBy,
  doubled,
  fitTo,
  guessValues,
  ignored,
  leftEmpty,
  meanBy,
  missing,
  shownMeaning,
} from './mapping.ts';
import type { Mapping } from './types.ts';

const aField = (
  name: string,
  kind: FieldDescription['kind'],
  required = false,
): FieldDescription => ({ name, kind, label: name, section: 'General', required });
const impact = aField('impact', 'level');
const options = [
  { value: '3', label: '3 · Moderate' },
  { value: '4', label: '4 · Significant' },
];
const empty: Mapping = { delimiter: ';', columns: { Impact: { ignore: true } } };

test('words are matched by value and by label, whatever their case', () => {
  expect(guessValues(impact, ['significant', '3', 'Meh'], options)).toEqual({
    significant: 4,
    '3': 3,
  });
});

test('a column aimed at a level starts with a guess of its words', () => {
  const aimed = aimColumn(empty, {
    column: 'Impact',
    target: 'impact',
    field: impact,
    words: ['Significant'],
    options,
  });
  expect(aimed.columns.Impact).toEqual({ to: 'impact', values: { Significant: 4 } });
});

test('a list column is cut at commas until told otherwise', () => {
  const threats = aField('threats', 'list');
  const aim = { column: 'T', target: 'threats', field: threats, words: [], options: [] };
  const aimed = aimColumn(empty, aim);
  expect(aimed.columns.T).toEqual({ to: 'threats', separator: ',' });
  expect(cutBy(aimed, 'T', '|').columns.T).toEqual({ to: 'threats', separator: '|' });
});

test('a column can be left out', () => {
  const aim = { column: 'Impact', target: ignored, field: undefined, words: [], options: [] };
  expect(aimColumn(empty, aim)).toEqual(empty);
});

test('a meaning can be given and taken away', () => {
  const aimed: Mapping = { delimiter: ';', columns: { Impact: { to: 'impact' } } };
  const meant = meanBy(aimed, 'Impact', { word: 'Meh', value: '3', field: impact });
  expect(meant.columns.Impact).toEqual({ to: 'impact', values: { Meh: 3 } });
  const taken = meanBy(meant, 'Impact', { word: 'Meh', value: '', field: impact });
  expect(taken.columns.Impact).toEqual({ to: 'impact', values: {} });
});

test('a word can be left empty, and one that the service reads by itself is shown as it reads it', () => {
  const aimed: Mapping = { delimiter: ';', columns: { Impact: { to: 'impact' } } };
  const meant = meanBy(aimed, 'Impact', { word: '--', value: leftEmpty, field: impact });
  const column = { to: 'impact', values: { '--': null } };
  expect(meant.columns.Impact).toEqual(column);
  expect(['--', '4', 'moderate', 'Meh'].map((word) => shownMeaning(column, word, options))).toEqual(
    [leftEmpty, '4', '3', ''],
  );
});

test('required fields without a column and fields with two are named', () => {
  const mapping: Mapping = {
    delimiter: ',',
    columns: { A: { to: 'title' }, B: { to: 'title' }, C: { source: true } },
  };
  expect(
    missing([aField('title', 'text', true), aField('owner', 'person', true)], mapping),
  ).toEqual([aField('owner', 'person', true)]);
  expect(doubled(mapping)).toEqual(['title']);
});

test('a saved mapping is used for the columns this file has', () => {
  const saved: Mapping = {
    delimiter: ',',
    columns: { A: { to: 'title' }, Gone: { ignore: true } },
  };
  const suggested: Mapping = {
    delimiter: ';',
    columns: { A: { ignore: true }, B: { to: 'owner' } },
  };
  expect(fitTo(saved, suggested, ['A', 'B', 'C'])).toEqual({
    delimiter: ';',
    columns: { A: { to: 'title' }, B: { to: 'owner' }, C: { source: true } },
  });
});
