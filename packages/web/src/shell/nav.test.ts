import { expect, test } from '@jest/globals';
import type { TypeDescription } from '../api/types.ts';
import { navigation } from './nav.ts';
import { shortcutOf } from './shortcuts.ts';

const risk: TypeDescription = {
  name: 'risk',
  plural: 'risks',
  title: 'Risk',
  titlePlural: 'Risks',
  clause: '6.1.2',
  prefix: 'RSK',
  page: 'registers',
  fields: [],
  list: [],
  sort: [],
  filter: [],
  actions: [],
};
const labels = (rights: Parameters<typeof navigation>[1]) =>
  navigation([risk], rights).map(({ group, entries }) => [group, entries.map((e) => e.label)]);

test('an administrator sees every group that has something in it', () => {
  expect(labels({ registers: ['view'], trail: ['view'], people: ['view'] })).toEqual([
    ['Govern', ['Overview', 'Risks', 'Guidance']],
    ['Assure', ['Audit trail']],
    ['Admin', ['People']],
  ]);
});

test('without rights only the overview is left', () => {
  expect(labels({})).toEqual([['Govern', ['Overview']]]);
});

test('g r goes to the risks, a lone r does nothing, and a g is forgotten after a second', () => {
  expect(shortcutOf({ key: 'r', at: 500 }, { key: 'g', at: 0 })).toEqual({
    do: 'go',
    to: '/registers/risks',
  });
  expect(shortcutOf({ key: 'r', at: 500 }, null)).toBeNull();
  expect(shortcutOf({ key: 'r', at: 1500 }, { key: 'g', at: 0 })).toBeNull();
});
