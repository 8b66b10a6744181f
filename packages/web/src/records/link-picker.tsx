import { Combobox } from '@base-ui/react/combobox';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { call, query } from '../api/client.ts';
import type { RecordPage } from '../api/types.ts';
import { useTypes } from '../shell/use-me.ts';
import type { Wiring } from '../ui/field.tsx';
import { useDebounced } from '../ui/use-debounced.ts';
import { type Linked, linkOf, useLinked } from './queries.ts';

type LinkPickerProps = {
  readonly wiring: Wiring;
  readonly of: string | undefined;
  readonly value: readonly string[];
  readonly change: (value: readonly string[]) => void;
};

const useFound = (plural: string | undefined, text: string) => {
  const search = useDebounced(text);
  return useQuery({
    queryKey: ['records', plural, 'pick', search],
    enabled: plural !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const path = `/api/records/${plural}${query({ search, limit: 20, state: 'active' })}`;
      const { items } = await call<RecordPage>(path, { signal });
      return items.flatMap((item) => linkOf(item) ?? []);
    },
  });
};

const nameOf = ({ reference, title }: Linked) => (title ? `${reference} ${title}` : reference);

const Chip = ({ link }: { link: Linked }) => (
  <Combobox.Chip
    aria-label={nameOf(link)}
    className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-control bg-hover pl-2 text-13 outline-none focus-within:bg-accent-soft data-highlighted:bg-accent-soft"
  >
    <span className="truncate">{nameOf(link) || 'Linked record'}</span>
    <Combobox.ChipRemove
      aria-label={`Remove ${nameOf(link)}`}
      className="inline-flex size-6 items-center justify-center text-ink-2 hover:text-ink"
    >
      <X aria-hidden className="size-3" />
    </Combobox.ChipRemove>
  </Combobox.Chip>
);

const Found = ({ open, busy }: { open: boolean; busy: boolean }) => (
  <div hidden={!open} className="mt-1 rounded-card border border-line bg-raised p-1">
    <Combobox.Empty>
      <p className="p-2 text-13 text-ink-3">
        {busy ? 'Searching…' : 'No record matches. Try its reference or another word.'}
      </p>
    </Combobox.Empty>
    <Combobox.List className="max-h-60 overflow-y-auto outline-none">
      {(link: Linked) => (
        <Combobox.Item
          key={link.id}
          value={link}
          className="flex min-h-8 items-center gap-2 rounded-control px-2 py-1 text-13 outline-none data-highlighted:bg-hover"
        >
          <span className="w-4 shrink-0">
            <Combobox.ItemIndicator>
              <Check aria-hidden className="size-4 text-accent" />
            </Combobox.ItemIndicator>
          </span>
          <span className="shrink-0 text-ink-3 tabular-nums">{link.reference}</span>
          <span className="truncate">{link.title}</span>
        </Combobox.Item>
      )}
    </Combobox.List>
  </div>
);

/** Chooses records of another register by searching them; the list opens in place, hiding nothing else. */
export const LinkPicker = ({ wiring, of, value, change }: LinkPickerProps) => {
  const { types } = useTypes();
  const plural = types.find((t) => t.name === of)?.plural;
  const [text, setText] = useState('');
  const found = useFound(plural, text);
  const chosen = useLinked(plural, value);
  return (
    <Combobox.Root
      multiple
      inline
      open={text !== ''}
      filter={null}
      items={text ? (found.data ?? []) : []}
      value={chosen as Linked[]}
      onValueChange={(next: Linked[], { reason }) => {
        // Escape must never throw away what was chosen.
        if (reason === 'escape-key') return;
        change(next.map((link) => link.id));
        setText('');
      }}
      inputValue={text}
      onInputValueChange={setText}
      itemToStringLabel={nameOf}
      isItemEqualToValue={(a: Linked, b: Linked) => a.id === b.id}
    >
      <Combobox.InputGroup className="field px-1.5 py-1">
        <Combobox.Chips className="flex flex-wrap gap-1">
          {chosen.map((link) => (
            <Chip key={link.id} link={link} />
          ))}
          <Combobox.Input
            {...wiring}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || !text) return;
              event.preventDefault();
              setText('');
            }}
            placeholder={chosen.length ? '' : 'Search by reference or title'}
            className="h-6 min-w-32 flex-1 bg-transparent px-1 outline-none"
          />
        </Combobox.Chips>
      </Combobox.InputGroup>
      <Found open={text !== ''} busy={found.isFetching} />
    </Combobox.Root>
  );
};
