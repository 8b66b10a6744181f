import type { FieldDescription, Option } from '../api/types.ts';
import { Select } from '../ui/select.tsx';
import { leftEmpty, shownMeaning } from './mapping.ts';
import type { FieldMapping } from './types.ts';

type ValueTableProps = {
  readonly field: FieldDescription;
  readonly column: FieldMapping;
  readonly words: readonly string[];
  readonly options: readonly Option[];
  readonly mean: (word: string, value: string) => void;
};

/** Each word of the column, and the value it stands for. Empty cells stay empty. */
export const ValueTable = ({ field, column, words, options, mean }: ValueTableProps) => (
  <table className="text-13">
    <caption className="pb-1 text-left text-12 text-ink-3">
      Words in the file and what they mean
    </caption>
    <tbody>
      {words.filter(Boolean).map((word) => (
        <tr key={word}>
          <th scope="row" className="w-40 max-w-40 truncate py-0.5 pr-3 text-left font-normal">
            {word}
          </th>
          <td className="py-0.5">
            <Select
              aria-label={`${field.label} for “${word}”`}
              className="w-48"
              none={field.kind === 'person' ? 'Whom the file names' : 'No meaning yet'}
              options={[...options, { value: leftEmpty, label: 'Leave empty' }]}
              value={shownMeaning(column, word, options)}
              onChange={({ target }) => mean(word, target.value)}
            />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
