import type { RecordItem, TypeDescription } from '../api/types.ts';
import { momentText } from '../ui/format.ts';
import { personName, sectionsOf, type Wording } from './describe.ts';
import { LinkedFrom } from './linked-from.tsx';
import { Value } from './value.tsx';

type DetailsProps = { type: TypeDescription; record: RecordItem; wording: Wording };

const own = (type: TypeDescription) => type.fields.filter((f) => f.name !== 'title');

/** Data an import kept unchanged: shown as it came, empty columns by name only. */
const SourceData = ({ data }: { data: unknown }) => {
  if (typeof data !== 'object' || data === null) return null;
  const columns = Object.entries(data);
  const empty = columns.flatMap(([name, value]) => (value === '' ? [name] : []));
  if (columns.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-14">Source data</h3>
      <dl className="grid grid-cols-[10rem_1fr] gap-x-4 gap-y-2 text-13">
        {columns
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="break-words text-ink-3">{name}</dt>
              <dd className="min-w-0 break-words">{String(value)}</dd>
            </div>
          ))}
      </dl>
      {empty.length > 0 && (
        <p className="text-12 text-ink-3">Empty in the file: {empty.join(', ')}.</p>
      )}
    </section>
  );
};

/** Every field of a record, by section. */
export const Details = ({ type, record, wording }: DetailsProps) => (
  <div className="flex flex-col gap-7 p-5">
    {sectionsOf(own(type)).map(({ title, fields }) => (
      <section key={title} className="flex flex-col gap-3">
        {title && <h3 className="text-14">{title}</h3>}
        <dl className="grid gap-x-4 gap-y-2.5 text-14 sm:grid-cols-[10rem_1fr]">
          {fields.map((field) => (
            <div key={field.name} className="contents">
              <dt className="text-13 leading-5 text-ink-3 not-first:max-sm:mt-1">{field.label}</dt>
              <dd className="min-w-0 break-words">
                <Value field={field} value={record[field.name]} wording={wording} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    ))}
    <LinkedFrom type={type} id={record.id} />
    <SourceData data={record.source} />
    <p className="border-t border-line pt-4 text-12 text-ink-3 tabular-nums">
      Created {momentText(record.createdAt)} by {personName(wording.people, record.createdBy)} ·
      changed {momentText(record.updatedAt)} by {personName(wording.people, record.updatedBy)} ·
      revision {record.rev}
    </p>
  </div>
);
