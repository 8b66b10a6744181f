import { expect, test } from '@jest/globals';
import { recordAt } from './point-in-time.ts';

const step = (rev: number, action: string, changes: [string, unknown, unknown][] = []) => ({
  rev,
  time: `2026-0${rev}-01T00:00:00.000Z`,
  actor: `person ${rev}`,
  action,
  reason: null,
  changes: changes.map(([path, before, after]) => ({ path, before, after })),
});
const steps = [
  step(4, 'reactivate'),
  step(3, 'deactivate'),
  step(2, 'edit', [
    ['/title', 'First', 'Second'],
    ['/threats', ['fire'], []],
  ]),
  step(1, 'create', [
    ['/title', null, 'First'],
    ['/threats', [], ['fire']],
  ]),
];
const now = {
  id: 'i',
  reference: 'RSK-2026-0001',
  rev: 4,
  state: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'person 1',
  updatedAt: '2026-04-01T00:00:00.000Z',
  updatedBy: 'person 4',
  title: 'Second',
  threats: [],
} as const;

test.each([
  ['2026-04-01T00:00:00Z', { rev: 4, state: 'active', title: 'Second', updatedBy: 'person 4' }],
  ['2026-03-15T00:00:00Z', { rev: 3, state: 'deactivated', title: 'Second' }],
  ['2026-02-01T00:00:00Z', { rev: 2, state: 'active', title: 'Second', threats: [] }],
  ['2026-01-31T23:59:59Z', { rev: 1, title: 'First', threats: ['fire'], updatedBy: 'person 1' }],
])('at %s it was so', (at, expected) => {
  expect(recordAt(now, steps, new Date(at))).toMatchObject(expected);
});

test('before it was made there is nothing', () => {
  expect(recordAt(now, steps, new Date('2025-12-31T00:00:00Z'))).toBeNull();
});
