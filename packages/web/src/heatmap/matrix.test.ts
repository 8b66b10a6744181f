import { expect, test } from '@jest/globals';
import type { Method } from '../api/types.ts';
import { countByLevel } from '../records/derive.ts';
import { cellSearch, matrixOf } from './matrix.ts';

const method: Method = {
  likelihood: [
    { value: 1, label: 'Unlikely' },
    { value: 2, label: 'Likely' },
  ],
  impact: [
    { value: 1, label: 'Minor' },
    { value: 2, label: 'Severe' },
  ],
  levels: [
    { value: 'L', label: 'Low' },
    { value: 'H', label: 'High' },
  ],
  matrix: [
    ['L', 'L'],
    ['L', 'H'],
  ],
};
const stage = { cells: [{ likelihood: 2, impact: 2, count: 3 }], unrated: 1 };

test('the worst impact is the top row, the least likely the first column', () => {
  const rows = matrixOf(method, stage);
  expect(rows.map((r) => r.impact.value)).toEqual([2, 1]);
  expect(rows[0]?.cells.map((c) => [c.level, c.count])).toEqual([
    ['L', 0],
    ['H', 3],
  ]);
});

test('a count leads to the records it counts', () => {
  const cell = matrixOf(method, stage)[0]?.cells[1];
  const fields = { name: 'current', label: 'Current', likelihood: 'cl', impact: 'ci' };
  expect(cell && cellSearch(fields, cell)).toEqual({ 'filter.cl': '2', 'filter.ci': '2' });
});

test('levels are counted worst first', () => {
  expect(countByLevel(method, stage.cells).map((l) => [l.value, l.count])).toEqual([
    ['H', 3],
    ['L', 0],
  ]);
});
