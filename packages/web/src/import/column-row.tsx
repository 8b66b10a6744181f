import { useId } from 'react';
import type { FieldDescription } from '../api/types.ts';
import { optionsOf, type Wording } from '../records/describe.ts';
import { Select } from '../ui/select.tsx';
import {
  aimColumn,
  cutBy,
  ignored,
  isField,
  keptAsSource,
  meanBy,
  needsValues,
  targetOf,
} from './mapping.ts';
import type { Mapping } from './types.ts';
import { ValueTable } from './value-table.tsx';

type ColumnRowProps = {
  readonly name: string;
  readonly words: readonly string[];
  readonly fields: readonly FieldDescription[];
  readonly mapping: Mapping;
  readonly change: (mapping: Mapping) => void;
  readonly wording: Wording;
};

const separators = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\n', label: 'New line' },
  { value: '|', label: 'Bar' },
];

const aimLabel = ({ label, kind, required }: FieldDescription): string => {
  if (kind === 'derived') return `Compare with: ${label}`;
  return required ? `${label} (required)` : label;
};

const Separator = ({ value, change }: { value: string; change: (value: string) => void }) => {
  const id = useId();
  return (
    <div className="flex items-center gap-2 text-13 text-ink-2">
      <label htmlFor={id}>Items separated by</label>
      <Select
        id={id}
        className="w-36"
        options={separators}
        value={value}
        onChange={({ target }) => change(target.value)}
      />
    </div>
  );
};

/** Where a column goes, and how its words are to be understood. */
export const ColumnRow = (props: ColumnRowProps) => {
  const { name, words, fields, mapping, change, wording } = props;
  const column = mapping.columns[name];
  const field = fields.find((f) => f.name === targetOf(column));
  const options = field ? optionsOf(field, wording) : [];
  const aim = (target: string) => {
    const next = fields.find((f) => f.name === target);
    const choices = next ? optionsOf(next, wording) : [];
    change(aimColumn(mapping, { column: name, target, field: next, words, options: choices }));
  };
  return (
    <tr className="border-line align-top not-first:border-t max-sm:block sm:border-t">
      <th scope="row" className="max-w-60 px-3 pt-2 text-left text-13 max-sm:block sm:py-2">
        <span className="block leading-8 font-medium break-words">{name}</span>
      </th>
      <td className="hidden max-w-60 px-3 py-2 text-13 text-ink-3 sm:table-cell">
        <span className="mt-1.5 line-clamp-2">{words.filter(Boolean).join(' · ') || 'Empty'}</span>
      </td>
      <td className="px-3 pb-2 max-sm:block sm:py-2">
        <div className="flex flex-col gap-2">
          <Select
            aria-label={`Target of the column ${name}`}
            options={[
              ...fields.map((f) => ({ value: f.name, label: aimLabel(f) })),
              { value: keptAsSource, label: 'Keep as source data' },
              { value: ignored, label: 'Do not import' },
            ]}
            value={targetOf(column)}
            onChange={({ target }) => aim(target.value)}
          />
          {isField(column) && (field?.kind === 'list' || field?.kind === 'links') && (
            <Separator
              value={column.separator ?? ','}
              change={(separator) => change(cutBy(mapping, name, separator))}
            />
          )}
          {field?.kind === 'derived' && (
            <p className="text-12 text-ink-3">
              Worked out by the method. Where the file says otherwise, the dry run notes it.
            </p>
          )}
          {isField(column) && field && needsValues(field) && (
            <ValueTable
              field={field}
              column={column}
              words={words}
              options={options}
              mean={(word, value) => change(meanBy(mapping, name, { word, value, field }))}
            />
          )}
        </div>
      </td>
    </tr>
  );
};
