import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useId } from 'react';
import { peopleNamesQuery } from '../api/queries.ts';
import { useTypes } from '../shell/use-me.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { choices, type TrailFilters as Filters, readTrail } from './trail-state.ts';
import type { TrailEntry } from './types.ts';
import { useResourceNames } from './use-names.ts';

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

const outcomes = ['success', 'denied', 'failure'];
const asOptions = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const none = readTrail({});

/** What narrows the trail. */
export const TrailFilters = ({ filters, change, seen }: TrailFiltersProps) => {
  const people = useQuery(peopleNamesQuery).data ?? [];
  const { types } = useTypes();
  const actions = choices(
    [],
    seen.map((e) => e.action),
    filters.action,
  );
  const kinds = choices(
    types.map((t) => t.name),
    seen.flatMap((e) => e.resource?.type ?? []),
    filters.resourceType,
  );
  const names = useResourceNames(seen);
  const resourceName = names.get(filters.resource)?.name ?? filters.resource.slice(0, 8);
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
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
      <Select
        snug
        aria-label="About"
        none="About: anything"
        className="max-w-52"
        options={asOptions(kinds)}
        value={filters.resourceType}
        onChange={({ target }) => change({ resourceType: target.value })}
      />
      <Day label="From" value={filters.from} change={(from) => change({ from })} />
      <Day label="to" value={filters.to} change={(to) => change({ to })} />
      {filters.resource && (
        <Button onClick={() => change({ resource: '' })}>
          <span className="sr-only">Remove the filter </span>
          Record: {resourceName}
          <X aria-hidden className="size-4" />
        </Button>
      )}
      {Object.values(filters).some(Boolean) && (
        <Button look="quiet" onClick={() => change(none)}>
          Clear
        </Button>
      )}
    </search>
  );
};
