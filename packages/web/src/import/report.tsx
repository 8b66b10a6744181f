import { countText, plural } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import type { ImportResult, RowNote } from './types.ts';

const shownAtMost = 200;

const Rows = ({ title, rows, last }: { title: string; rows: readonly RowNote[]; last: string }) => (
  <section className="flex flex-col gap-2">
    <h3 className="text-14">{title}</h3>
    <div className="max-h-80 overflow-auto rounded-control border border-line">
      <table className="w-full border-collapse text-13">
        <thead className="text-left text-12 text-ink-2">
          <tr>
            <th scope="col" className="h-8 px-3">
              Row
            </th>
            <th scope="col" className="h-8 px-3">
              Column
            </th>
            <th scope="col" className="h-8 px-3">
              Value
            </th>
            <th scope="col" className="h-8 px-3">
              {last}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownAtMost).map(({ row, column, value, message }) => (
            <tr key={`${row} ${column} ${message}`} className="border-t border-line align-top">
              <td className="px-3 py-1.5 tabular-nums">{row}</td>
              <td className="px-3 py-1.5 whitespace-nowrap">{column ?? '–'}</td>
              <td className="max-w-60 truncate px-3 py-1.5 text-ink-2">{value || '–'}</td>
              <td className="px-3 py-1.5">{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {rows.length > shownAtMost && (
      <p className="text-12 text-ink-3">
        The first {shownAtMost} of {countText(rows.length)}.
      </p>
    )}
  </section>
);

/** What an import would do, row by row and column by column. */
export const Report = ({ result }: { result: ImportResult }) => (
  <div className="flex flex-col gap-4">
    <Notice tone={result.errors.length ? 'warn' : 'ok'}>
      <span role="status">
        {countText(result.valid)} of {plural(result.rows, 'row', 'rows')} valid,{' '}
        {plural(result.errors.length, 'error', 'errors')}.
      </span>
    </Notice>
    {result.errors.length > 0 && <Rows title="Errors" rows={result.errors} last="What is wrong" />}
    {result.notes.length > 0 && <Rows title="Notes" rows={result.notes} last="What to know" />}
    {result.notImported.length > 0 && (
      <section>
        <h3 className="mb-1 text-14">Columns that are not imported</h3>
        <p className="text-13 text-ink-2">{result.notImported.join(', ')}</p>
      </section>
    )}
  </div>
);
