import type { TypeDescription } from '../api/types.ts';
import type { Search } from '../shell/search.ts';

/** What a list shows; all of it is in the address, so that a link shows the same. */
export type ListState = {
  readonly search: string;
  readonly sort: string;
  readonly state: 'active' | 'deactivated';
  readonly filters: Readonly<Record<string, string>>;
};

const prefix = 'filter.';

export const readList = (search: Search): ListState => ({
  search: search.search ?? '',
  sort: search.sort ?? '',
  state: search.state === 'deactivated' ? 'deactivated' : 'active',
  filters: Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      key.startsWith(prefix) && value ? [[key.slice(prefix.length), value]] : [],
    ),
  ),
});

/** Only what differs from a fresh list: short addresses. */
export const writeList = ({ search, sort, state, filters }: ListState): Search => ({
  ...(search && { search }),
  ...(sort && { sort }),
  ...(state === 'deactivated' && { state }),
  ...Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value ? [[prefix + name, value]] : [])),
  ),
});

/** Ascending, descending, as the server orders it. */
export const nextSort = (sort: string, field: string): string => {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? '' : field;
};

export const sortDirection = (sort: string, field: string): 'ascending' | 'descending' | 'none' => {
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
};

/** The request for one page: the address' state plus where the page before it ended. */
export const listRequest = (state: ListState, after: string | null): Record<string, string> => ({
  ...(writeList({ ...state, state: 'active' }) as Record<string, string>),
  state: state.state,
  limit: '50',
  ...(after && { after }),
});

const formats = [
  { format: 'csv', label: 'CSV' },
  { format: 'xlsx', label: 'Excel workbook' },
  { format: 'json', label: 'JSON' },
  { format: 'pdf', label: 'PDF' },
] as const;

/** Downloads of what the list shows, in its order. */
export const exportLinks = (plural: string, state: ListState) =>
  formats.map(({ format, label }) => {
    const query = new URLSearchParams({ ...(writeList(state) as Record<string, string>), format });
    const what = isNarrowed(state) ? 'This list' : 'Whole register';
    return { label: `${what} as ${label}`, href: `/api/records/${plural}/export?${query}` };
  });

export const isNarrowed = ({ search, filters, state }: ListState): boolean =>
  search !== '' || state !== 'active' || Object.keys(filters).length > 0;

/** Filters a link may carry although no control is drawn for them. */
export const hiddenFilters = (
  { filters }: ListState,
  shown: readonly string[],
): readonly [string, string][] => Object.entries(filters).filter(([name]) => !shown.includes(name));

/** A link target that shows exactly these records. */
export const listWith = (filters: Readonly<Record<string, string | number>>): Search =>
  writeList({
    search: '',
    sort: '',
    state: 'active',
    filters: Object.fromEntries(Object.entries(filters).map(([k, v]) => [k, String(v)])),
  });

export const columnsOf = (type: TypeDescription, room: 'wide' | 'narrow'): readonly string[] => {
  const columns = type.list.length ? type.list : ['reference', 'title'];
  return room === 'wide' ? columns : columns.slice(0, 3);
};
