import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Framework, readFramework, readFrameworks } from './catalogue.ts';
import { wordsIn } from './schemas.ts';
import { type Wording, wordingFaults } from './test-wording.ts';

const catalogues = join(import.meta.dirname, '../../catalogues');
const frameworks = readFrameworks(catalogues);

const wordingsOf = ({ id: framework, controls, clauses }: Framework): readonly Wording[] => [
  ...controls.map(({ id, purpose, good, evidence, questions }) => ({
    id: `${framework} ${id}`,
    texts: [purpose, good, evidence, ...questions],
  })),
  ...clauses.map(({ id, check }) => ({ id: `${framework} ${id}`, texts: [check] })),
];

describe('the catalogue of ISO/IEC 27001:2022', () => {
  const iso = readFramework(join(catalogues, 'iso-27001-2022'));
  const numbers = (chapter: number, last: number): readonly string[] =>
    Array.from({ length: last }, (_, index) => `A.${chapter}.${index + 1}`);

  test('has the 37, 8, 14 and 34 controls of its four themes, each once and in order', () => {
    const ids = (theme: string) => iso.controls.filter((c) => c.theme === theme).map((c) => c.id);
    expect(iso.themes.map(({ id }) => [id, ids(id)])).toEqual([
      ['organizational', numbers(5, 37)],
      ['people', numbers(6, 8)],
      ['physical', numbers(7, 14)],
      ['technological', numbers(8, 34)],
    ]);
    expect(iso.controls).toHaveLength(93);
    expect(new Set(iso.controls.map(({ title }) => title)).size).toBe(93);
  });

  test('guides each control in 60 to 150 words', () => {
    const outside = iso.controls
      .map(({ id, ...c }) => ({ id, words: wordsIn(`${c.purpose} ${c.good} ${c.evidence}`) }))
      .filter(({ words }) => words < 60 || words > 150);
    expect(outside).toEqual([]);
  });

  test('checks 41 clauses, and says where documented information is asked for', () => {
    expect(iso.clauses).toHaveLength(41);
    const asked = iso.clauses.filter(({ documented }) => documented).map(({ id }) => id);
    expect(asked.join(' ')).toBe(
      '4.3 5.2 6.1 6.1.2 6.1.3 6.2 7.2 7.5 7.5.1 8.1 8.2 8.3 9.1 9.2 9.2.2 9.3 9.3.3 10.2',
    );
  });
});

test('no two texts of any catalogue share a sentence, and each reads plainly', () => {
  expect(wordingFaults(frameworks.flatMap(wordingsOf))).toEqual([]);
});

describe('wording is refused', () => {
  const sound = { id: 'A', texts: ['Doors are locked. Keys are counted.'] };
  test.each([
    ['that another text has', 'Windows are shut. Keys are, counted.', 'also says A'],
    ['with a sentence of 46 words', `${'word '.repeat(45)}end.`, 'longer than 45 words'],
    ['that sounds like a standard', 'Doors shall be locked.', 'sounds like a standard'],
    ['with unusual characters', 'Doors are\u00a0locked twice.', 'unusual characters'],
    ['that breaks off', 'Doors are locked twice', 'ends without a full stop'],
  ])('%s', (_, text, why) => {
    const faults = wordingFaults([sound, { id: 'B', texts: [text] }]);
    expect(faults).toEqual([expect.stringContaining(`B: ${why}`)]);
  });
});

test('a second standard is added as a folder, without clauses if it has none', () => {
  const root = mkdtempSync(join(tmpdir(), 'catalogues-'));
  cpSync(join(catalogues, 'iso-27001-2022'), join(root, 'iso-27001-2022'), { recursive: true });
  mkdirSync(join(root, 'house'));
  const put = (file: string, content: object) =>
    writeFileSync(join(root, 'house', file), JSON.stringify(content));
  const control = { id: 'H.1', title: 'Keys' };
  const themes = [{ id: 'doors', title: 'Doors', controls: [control] }];
  put('framework.json', { id: 'house', title: 'House rules', themes, clauses: [] });
  const good = Array.from({ length: 60 }, (_, index) => `w${index}`).join(' ');
  const ours = { kind: ['preventive'], purpose: 'A.', good, evidence: 'B.', questions: ['C?'] };
  put('doors.json', { guidance: [{ id: 'H.1', ...ours }] });
  const [house, ...others] = readFrameworks(root);
  rmSync(root, { recursive: true });
  expect(others.map(({ id }) => id)).toEqual(['iso-27001-2022']);
  expect(house).toEqual({
    id: 'house',
    title: 'House rules',
    themes: [{ id: 'doors', title: 'Doors' }],
    controls: [{ ...control, ...ours, theme: 'doors' }],
    clauses: [],
  });
});

describe('a folder is refused by file and id', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'catalogue-')), 'iso-27001-2022');
    cpSync(join(catalogues, 'iso-27001-2022'), folder, { recursive: true });
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

  /** Plants a fault in a file. @returns the error's lines, without the folder */
  const faultsAfter = (file: string, plant: (content: string) => string): readonly string[] => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, plant(before));
    expect(readFileSync(path, 'utf8')).not.toBe(before);
    try {
      readFramework(folder);
    } catch (error) {
      return String((error as Error).message)
        .replaceAll(`${folder}/`, '')
        .split('\n');
    }
    return [];
  };

  const set =
    (id: string, change: { readonly [name: string]: unknown }) =>
    (content: string): string => {
      const parsed: { [key: string]: { id: string }[] } = JSON.parse(content);
      const entries = Object.entries(parsed).map(([key, list]) => [
        key,
        list.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)),
      ]);
      return JSON.stringify(Object.fromEntries(entries));
    };

  test.each([
    ['too few words', { purpose: 'A.', good: 'B.', evidence: 'C.' }, /its guidance has 3 words/],
    ['too many words', { good: 'so '.repeat(150).trim() }, /its guidance has \d+ words, not 60 to/],
    ['an empty part', { purpose: '' }, /purpose: is empty/],
    ['a kind that there is not', { kind: ['vague'] }, /kind\.0: /],
    ['no question', { questions: [] }, /questions: /],
    ['something that no control has', { colour: 'red' }, /colour/],
  ])('a control with %s', (_, change, why) => {
    const faults = faultsAfter('people.json', set('A.6.2', change));
    expect(faults).toEqual([expect.stringMatching(/^people\.json: A\.6\.2: /)]);
    expect(faults).toEqual([expect.stringMatching(why)]);
  });

  test('a clause with too few words', () => {
    expect(faultsAfter('clauses.json', set('6.3', { check: 'Too short.' }))).toEqual([
      'clauses.json: 6.3: its check has 2 words, not 20 to 60',
    ]);
  });

  test('an id that is doubled, another missing', () => {
    const faults = faultsAfter('people.json', (text) => text.replace('"A.6.3"', '"A.6.2"'));
    expect(faults).toEqual(['people.json: A.6.2: doubled', 'people.json: A.6.3: missing']);
  });

  test('an id that the standard does not have', () => {
    const faults = faultsAfter('people.json', (text) => text.replace('"A.6.3"', '"A.6.9"'));
    expect(faults).toEqual(['people.json: A.6.9: unknown', 'people.json: A.6.3: missing']);
  });

  test('an id that the list of the standard has twice', () => {
    const faults = faultsAfter('framework.json', (text) => text.replace('"A.5.2"', '"A.5.1"'));
    expect(faults).toEqual(['framework.json: A.5.1: doubled']);
  });

  test('a file that is not JSON', () => {
    expect(faultsAfter('physical.json', () => 'x')).toEqual([
      'physical.json: (all): not there, or not JSON',
    ]);
  });
});
