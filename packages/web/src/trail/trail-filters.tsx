import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { peopleNamesQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Select } from '../ui/select.tsx';
import { choices, type TrailFilters as Filters } from './trail-state.ts';
import type { TrailEntry } from './types.ts';

type TrailFiltersProps = {
  readonly filters: Filters;
  readonly change: (part: Partial<Filters>) => void;
  readonly seen: readonly TrailEntry[];
};

type DayProps = { label: string; value: string; change: (day: string) => void };

const Day = ({ label, value, change }: DayProps) => {
  const id = useId();
  return (
    <div className="flex items-center gap-1.5 text-13 text-ink-2">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        onChange={({ target }) => change(target.value)}
        className="field h-8 w-36 text-13"
      />
    </div>
  );
};

const asOptions = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const none: Filters = { actor: '', action: '', outcome: '', resource: '', from: '', to: '' };

/** What narrows the trail. */
export const TrailFilters = ({ filters, change, seen }: TrailFiltersProps) => {
  const people = useQuery(peopleNamesQuery).data ?? [];
  const actions = choices(
    [],
    seen.map((e) => e.action),
    filters.action,
  );
  const outcomes = choices(
    ['success', 'refused', 'failed'],
    seen.map((e) => e.outcome),
    filters.outcome,
  );
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <SearchBox
        label="Record id or reference"
        value={filters.resource}
        change={(resource) => change({ resource })}
      />
      <Select
        snug
        aria-label="Person"
        none="Person: any"
        className="max-w-48"
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={filters.actor}
        onChange={({ target }) => change({ actor: target.value })}
      />
      <Select
        snug
        aria-label="Action"
        none="Action: any"
        className="max-w-52"
        options={asOptions(actions)}
        value={filters.action}
        onChange={({ target }) => change({ action: target.value })}
      />
      <Select
        snug
        aria-label="Outcome"
        none="Outcome: any"
        options={asOptions(outcomes)}
        value={filters.outcome}
        onChange={({ target }) => change({ outcome: target.value })}
      />
      <Day label="From" value={filters.from} change={(from) => change({ from })} />
      <Day label="to" value={filters.to} change={(to) => change({ to })} />
      {Object.values(filters).some(Boolean) && (
        <Button look="quiet" onClick={() => change(none)}>
          Clear
        </Button>
      )}
    </search>
  );
};
