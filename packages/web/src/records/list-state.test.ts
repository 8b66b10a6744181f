import { expect, test } from '@jest/globals';
import { parseSearch, stringifySearch } from '../shell/search.ts';
import {
  exportLinks,
  listRequest,
  listWith,
  nextSort,
  readList,
  sortDirection,
  writeList,
} from './list-state.ts';

const address =
  '?search=fire&sort=-title&state=deactivated&filter.treatment=avoid&filter.currentImpact=4';

test('an address survives being read and written', () => {
  const written = stringifySearch(writeList(readList(parseSearch(address))));
  expect(parseSearch(written)).toEqual(parseSearch(address));
});

test('a fresh list needs no address', () => {
  expect(stringifySearch(writeList(readList({})))).toBe('');
});

test('an unknown state shows the active records', () => {
  expect(readList({ state: 'everything' }).state).toBe('active');
});

test('a header sorts up, then down, then not at all', () => {
  const presses = ['', 'title', '-title'].map((sort) => nextSort(sort, 'title'));
  expect(presses).toEqual(['title', '-title', '']);
  expect(sortDirection('-title', 'title')).toBe('descending');
  expect(sortDirection('-title', 'reference')).toBe('none');
});

test('a request carries filters, state, limit and cursor', () => {
  expect(listRequest(readList(listWith({ currentImpact: 4 })), 'abc')).toEqual({
    'filter.currentImpact': '4',
    state: 'active',
    limit: '50',
    after: 'abc',
  });
});

test('an export asks for what the list shows, in its order', () => {
  const [csv] = exportLinks('risks', readList(parseSearch(address)));
  expect(csv?.label).toBe('This list as CSV');
  expect(csv?.href).toBe(
    '/api/records/risks/export?search=fire&sort=-title&state=deactivated&filter.treatment=avoid&filter.currentImpact=4&format=csv',
  );
  const [, workbook] = exportLinks('risks', readList({}));
  expect(workbook).toEqual({
    label: 'Whole register as Excel workbook',
    href: '/api/records/risks/export?format=xlsx',
  });
});
