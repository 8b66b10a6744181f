import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useMe, useTypes } from '../shell/use-me.ts';
import { Badge } from '../ui/badge.tsx';
import { Changes } from '../ui/changes.tsx';
import { cx } from '../ui/classes.ts';
import { exactText, momentText } from '../ui/format.ts';
import type { ResourceNames, TrailEntry } from './types.ts';
import { actorText, pathText, resourceText, toneOf, words } from './words.ts';

type EntryProps = { readonly entry: TrailEntry; readonly names: ResourceNames };

/** What an entry is about, with the way to it where there is one. */
const Resource = ({ entry: { resource }, names }: EntryProps) => {
  const { types } = useTypes();
  const { may } = useMe();
  const plural = types.find((t) => t.name === resource?.type)?.plural;
  const text = resourceText(resource, names);
  if (resource && plural)
    return (
      <Link to="/registers/$plural/$id" params={{ plural, id: resource.id }} className="link">
        {text}
      </Link>
    );
  if (resource?.type === 'person' && may('people'))
    return (
      <Link to="/people/$id" params={{ id: resource.id }} className="link">
        {text}
      </Link>
    );
  return text;
};

type Fact = readonly [label: string, value: ReactNode, face?: 'mono'];

const factsOf = ({ entry, names }: EntryProps): readonly Fact[] => [
  ['Time', exactText(entry.time)],
  ['Person', actorText(entry)],
  ...(entry.as ? [['Acting as', entry.as.name ?? entry.as.id] as const] : []),
  ['Profiles', words(entry.actor.profiles)],
  ['Signed in by', words(entry.actor.assurance)],
  ['IP address', words(entry.ip), 'mono'],
  ['Browser', words(entry.agent)],
  ['Action', entry.action, 'mono'],
  ['Kind', entry.kind],
  ['Outcome', entry.outcome],
  ['Reason', words(entry.reason)],
  ['Record', <Resource key="record" entry={entry} names={names} />],
  ['Revision', words(entry.resource?.rev)],
  ['Service', entry.service],
  ['Route', entry.request.route, 'mono'],
  ['Request', entry.request.id, 'mono'],
  ['Leaf', entry.leaf, 'mono'],
  ['Entry', entry.id, 'mono'],
];

const Facts = ({ entry, names }: EntryProps) => (
  <div className="grid gap-5 bg-bg px-5 py-4 max-md:sticky max-md:left-0 max-md:w-[calc(100vw-2.25rem)] wide:grid-cols-2">
    <dl className="grid grid-cols-[7rem_1fr] content-start gap-x-4 gap-y-1 text-13">
      {factsOf({ entry, names }).map(([label, value, face]) => (
        <div key={label} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd
            className={cx('min-w-0 break-words', face === 'mono' && 'font-mono text-12 leading-5')}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
    <div>
      <h2 className="mb-2 text-13">Changes</h2>
      {entry.changes.length ? (
        <Changes
          changes={entry.changes.map(({ path, before, after }) => ({
            label: pathText(path),
            before: words(before),
            after: words(after),
          }))}
        />
      ) : (
        <p className="text-13 text-ink-3">Nothing was changed.</p>
      )}
    </div>
  </div>
);

const cell = 'max-w-70 truncate px-3 py-1 text-ink-2';

/** One entry: a line that opens to all its facts. */
export const TrailRow = ({ entry, names }: EntryProps) => {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr className="relative h-9 scroll-mt-10 border-t border-line hover:bg-hover">
        <td className={cx(cell, 'pr-0')}>
          <button
            type="button"
            data-row={entry.id}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
            className="inline-flex items-center gap-2 whitespace-nowrap text-ink tabular-nums after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            <ChevronRight
              aria-hidden
              className={cx(
                'size-4 text-ink-3 transition-transform duration-150',
                open && 'rotate-90',
              )}
            />
            {momentText(entry.time)}
          </button>
        </td>
        <td className={cx(cell, 'text-ink')}>{actorText(entry)}</td>
        <td className={cx(cell, 'font-mono text-12')}>{entry.action}</td>
        <td className={cell}>{resourceText(entry.resource, names)}</td>
        <td className={cell}>
          <Badge tone={toneOf(entry.outcome)}>{entry.outcome}</Badge>
        </td>
        <td className={cx(cell, 'text-right font-mono text-12')}>{entry.leaf}</td>
      </tr>
      {open && (
        <tr id={id}>
          <td colSpan={6} className="border-t border-line p-0">
            <Facts entry={entry} names={names} />
          </td>
        </tr>
      )}
    </>
  );
};
