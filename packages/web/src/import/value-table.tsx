import type { FieldDescription, Option } from '../api/types.ts';
import { Select } from '../ui/select.tsx';
import type { FieldMapping } from './types.ts';

type ValueTableProps = {
  readonly field: FieldDescription;
  readonly column: FieldMapping;
  readonly words: readonly string[];
  readonly options: readonly Option[];
  readonly mean: (word: string, value: string) => void;
};

/** Each word of the column, and the value it stands for. */
export const ValueTable = ({ field, column, words, options, mean }: ValueTableProps) => (
  <table className="text-13">
    <caption className="pb-1 text-left text-12 text-ink-3">
      Words in the file and the {field.label.toLowerCase()} they mean
    </caption>
    <tbody>
      {words.map((word) => (
        <tr key={word}>
          <th scope="row" className="max-w-48 truncate py-0.5 pr-3 text-left font-normal">
            {word || <span className="text-ink-3">(empty)</span>}
          </th>
          <td className="py-0.5">
            <Select
              aria-label={`${field.label} for “${word}”`}
              className="w-48"
              none="No meaning yet"
              options={options}
              value={String(column.values?.[word] ?? '')}
              onChange={({ target }) => mean(word, target.value)}
            />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
