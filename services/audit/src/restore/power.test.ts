import type { Entry } from '@bulwark/trail';
import { expect, test } from '@jest/globals';
import { powerTaken } from './power.ts';

const entry = (action: string, id: string, change: Partial<Entry['changes'][number]> = {}): Entry =>
  ({
    action,
    outcome: 'success',
    resource: { type: 'person', id, rev: 2 },
    changes: [{ path: '/state', before: null, after: null, ...change }],
  }) as Partial<Entry> as Entry;
const profiles = (id: string, before: string[], after: string[]): Entry =>
  entry('person.edit', id, { path: '/profiles', before, after });

test('[claim 3.8] who was deactivated and not reactivated stays out', () => {
  const told = [
    entry('person.deactivate', 'a'),
    entry('person.deactivate', 'b'),
    entry('person.reactivate', 'b'),
    { ...entry('person.deactivate', 'c'), outcome: 'denied' as const },
  ];
  expect(powerTaken(told)).toEqual({ deactivated: ['a'], profiles: {} });
});

test('[claim 3.8] a profile taken away and not given back stays away', () => {
  const told = [
    profiles('a', ['administrator', 'employee'], ['employee']),
    profiles('b', ['administrator'], []),
    profiles('b', [], ['administrator']),
  ];
  expect(powerTaken(told)).toEqual({ deactivated: [], profiles: { a: ['administrator'] } });
});
