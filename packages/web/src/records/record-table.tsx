import { Link } from '@tanstack/react-router';
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useMemo } from 'react';
import type { RecordItem, TypeDescription } from '../api/types.ts';
import { labelOf, type Wording } from './describe.ts';
import { nextSort, sortDirection } from './list-state.ts';
import { Cell } from './value.tsx';

type RecordTableProps = {
  readonly type: TypeDescription;
  readonly records: readonly RecordItem[];
  readonly columns: readonly string[];
  readonly sort: string;
  readonly changeSort: (sort: string) => void;
  readonly wording: Wording;
};

const features = tableFeatures({});
const helper = createColumnHelper<typeof features, RecordItem>();
const arrows = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown } as const;

type HeadProps = {
  name: string;
  label: string;
  sort: string;
  change: ((sort: string) => void) | null;
};

const Head = ({ name, label, sort, change }: HeadProps) => {
  const direction = sortDirection(sort, name);
  const Arrow = arrows[direction];
  return (
    <th
      scope="col"
      aria-sort={change ? direction : undefined}
      className="h-9 px-3 text-left text-12 whitespace-nowrap text-ink-2"
    >
      {change ? (
        <button
          type="button"
          className="-mx-1 inline-flex h-6 items-center gap-1 rounded-control px-1 hover:text-ink"
          onClick={() => change(nextSort(sort, name))}
        >
          {label}
          <Arrow
            aria-hidden
            className={direction === 'none' ? 'size-3 text-ink-3' : 'size-3 text-accent'}
          />
        </button>
      ) : (
        label
      )}
    </th>
  );
};

type RowLinkProps = { plural: string; record: RecordItem; name: string };

const RowLink = ({ plural, record, name }: RowLinkProps) => (
  <Link
    to="/registers/$plural/$id"
    params={{ plural, id: record.id }}
    search={(now) => now}
    data-row={record.id}
    className="font-medium whitespace-nowrap text-ink tabular-nums after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
  >
    {String(record[name] ?? record.reference)}
  </Link>
);

/** The rows of a register; the first column opens the record. */
export const RecordTable = (props: RecordTableProps) => {
  const { type, records, columns, sort, changeSort, wording } = props;
  const described = useMemo(
    () => helper.columns(columns.map((id) => helper.display({ id }))),
    [columns],
  );
  const table = useTable({ features, columns: described, data: records as RecordItem[] });
  return (
    <table className="w-full border-collapse text-13">
      <thead className="border-b border-line">
        <tr>
          {columns.map((name) => (
            <Head
              key={name}
              name={name}
              label={labelOf(type, name)}
              sort={sort}
              change={type.sort.includes(name) ? changeSort : null}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.original.id}
            className="relative h-9 border-b border-line last:border-0 hover:bg-hover has-[a[aria-current]]:bg-accent-soft"
          >
            {row.getAllCells().map((cell, at) => (
              <td
                key={cell.id}
                className="max-w-90 truncate px-3 py-1 text-ink-2 first:text-ink nth-2:min-w-40 nth-2:text-ink"
              >
                {at === 0 ? (
                  <RowLink plural={type.plural} record={row.original} name={cell.column.id} />
                ) : (
                  <Cell type={type} record={row.original} name={cell.column.id} wording={wording} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
