import { Link } from '@tanstack/react-router';
import type { TypeDescription } from '../api/types.ts';
import { countText } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import type { ImportResult } from './types.ts';

type Written = NonNullable<ImportResult['created']>;

const Links = ({ title, plural, items }: { title: string; plural: string; items: Written }) =>
  items.length > 0 && (
    <section className="flex flex-col gap-1">
      <h3 className="text-14">{title}</h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-1 text-13">
        {items.map(({ id, reference }) => (
          <li key={id}>
            <Link
              to="/registers/$plural/$id"
              params={{ plural, id }}
              className="link inline-block py-0.5 tabular-nums"
            >
              {reference}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );

const summary = ({ created = [], changed = [], unchanged = 0 }: ImportResult): string =>
  [
    `${countText(created.length)} created`,
    changed.length > 0 && `${countText(changed.length)} changed`,
    unchanged > 0 && `${countText(unchanged)} as before`,
  ]
    .filter(Boolean)
    .join(', ');

/** What an import has made and changed, each with its own address. */
export const Imported = ({ type, result }: { type: TypeDescription; result: ImportResult }) => (
  <div className="flex flex-col gap-4">
    <Notice tone="ok" title={summary(result)}>
      <Link to="/registers/$plural" params={{ plural: type.plural }} className="underline">
        Open the register
      </Link>
    </Notice>
    <Links title="Created" plural={type.plural} items={result.created ?? []} />
    <Links title="Changed" plural={type.plural} items={result.changed ?? []} />
  </div>
);
