import { X } from 'lucide-react';
import { useCallback } from 'react';
import type { TypeDescription } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Select } from '../ui/select.tsx';
import { filterFields, labelOf, optionsOf, type Wording, wordsOf } from './describe.ts';
import { hiddenFilters, isNarrowed, type ListState } from './list-state.ts';

type ToolbarProps = {
  readonly type: TypeDescription;
  readonly state: ListState;
  readonly change: (part: Partial<ListState>) => void;
  readonly wording: Wording;
};

const states = [
  { value: 'active', label: 'Active' },
  { value: 'deactivated', label: 'Deactivated' },
];

const without = (filters: ListState['filters'], name: string) =>
  Object.fromEntries(Object.entries(filters).filter(([key]) => key !== name));

/** Filters that came with a link and have no control of their own. */
const Carried = ({ type, state, change, wording }: ToolbarProps) => {
  const shown = filterFields(type).map((f) => f.name);
  return hiddenFilters(state, shown).map(([name, value]) => {
    const field = type.fields.find((f) => f.name === name);
    return (
      <Button key={name} onClick={() => change({ filters: without(state.filters, name) })}>
        <span className="sr-only">Remove the filter </span>
        {labelOf(type, name)}: {wordsOf(field, value, wording)}
        <X aria-hidden className="size-4" />
      </Button>
    );
  });
};

/** Search, filters and state above a list. */
export const Toolbar = ({ type, state, change, wording }: ToolbarProps) => {
  const search = useCallback((text: string) => change({ search: text }), [change]);
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <SearchBox
        label={`Search ${type.titlePlural.toLowerCase()}`}
        value={state.search}
        change={search}
      />
      {filterFields(type).map((field) => (
        <Select
          snug
          key={field.name}
          aria-label={`Filter by ${field.label.toLowerCase()}`}
          none={`${field.label}: any`}
          options={optionsOf(field, wording).map((o) => ({
            value: o.value,
            label: `${field.label}: ${o.label}`,
          }))}
          value={state.filters[field.name] ?? ''}
          onChange={({ target }) =>
            change({ filters: { ...state.filters, [field.name]: target.value } })
          }
          className="max-w-52"
        />
      ))}
      <Select
        snug
        aria-label="State"
        options={states}
        value={state.state}
        onChange={({ target }) =>
          change({ state: target.value === 'deactivated' ? 'deactivated' : 'active' })
        }
      />
      <Carried type={type} state={state} change={change} wording={wording} />
      {isNarrowed(state) && (
        <Button look="quiet" onClick={() => change({ search: '', filters: {}, state: 'active' })}>
          Clear
        </Button>
      )}
    </search>
  );
};
