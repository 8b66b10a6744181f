import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTypes } from '../shell/use-me.ts';
import { Badge } from '../ui/badge.tsx';
import { Changes } from '../ui/changes.tsx';
import { cx } from '../ui/classes.ts';
import { exactText, momentText } from '../ui/format.ts';
import type { TrailEntry } from './types.ts';

const tone = (outcome: string) =>
  outcome === 'success' ? 'ok' : outcome === 'refused' ? 'warn' : 'bad';

const asName = (as: TrailEntry['as']): string => (typeof as === 'object' ? (as?.name ?? '') : as);

const resourceText = ({ resource }: TrailEntry): string =>
  resource ? [resource.type, resource.reference ?? resource.id].filter(Boolean).join(' ') : '–';

/** The record an entry is about, with the way to it where there is one. */
const Resource = ({ entry }: { entry: TrailEntry }) => {
  const { types } = useTypes();
  const plural = types.find((t) => t.name === entry.resource?.type)?.plural;
  if (!plural || !entry.resource) return resourceText(entry);
  return (
    <Link to="/registers/$plural/$id" params={{ plural, id: entry.resource.id }} className="link">
      {resourceText(entry)}
    </Link>
  );
};

const words = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const factsOf = (entry: TrailEntry): readonly (readonly [string, ReactNode, 'mono' | 'text'])[] => [
  ['Time', exactText(entry.time), 'text'],
  ['Person', entry.actor?.name ?? 'Nobody signed in', 'text'],
  ['Acting as', asName(entry.as) || '–', 'text'],
  ['Action', entry.action, 'mono'],
  ['Kind', entry.kind, 'text'],
  ['Outcome', entry.outcome, 'text'],
  ['Reason', entry.reason ?? '–', 'text'],
  ['Record', <Resource key="record" entry={entry} />, 'text'],
  ['Revision', entry.resource?.rev ?? '–', 'text'],
  ['IP address', entry.ip ?? '–', 'mono'],
  ['Browser', entry.agent ?? '–', 'text'],
  ['Service', entry.service, 'text'],
  ['Request', entry.request ?? '–', 'mono'],
  ['Leaf', entry.leaf, 'mono'],
  ['Entry', entry.id, 'mono'],
];

const Facts = ({ entry }: { entry: TrailEntry }) => (
  <div className="grid gap-5 bg-bg px-5 py-4 max-md:sticky max-md:left-0 max-md:w-[calc(100vw-2.25rem)] wide:grid-cols-2">
    <dl className="grid grid-cols-[7rem_1fr] content-start gap-x-4 gap-y-1 text-13">
      {factsOf(entry).map(([label, value, face]) => (
        <div key={label} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className={cx('min-w-0 break-all', face === 'mono' && 'font-mono text-12 leading-5')}>
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
            label: path.replace(/^\//, ''),
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
export const TrailRow = ({ entry }: { entry: TrailEntry }) => {
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
        <td className={cx(cell, 'text-ink')}>{entry.actor?.name ?? '–'}</td>
        <td className={cx(cell, 'font-mono text-12')}>{entry.action}</td>
        <td className={cell}>{resourceText(entry)}</td>
        <td className={cell}>
          <Badge tone={tone(entry.outcome)}>{entry.outcome}</Badge>
        </td>
        <td className={cx(cell, 'text-right font-mono text-12')}>{entry.leaf}</td>
      </tr>
      {open && (
        <tr id={id}>
          <td colSpan={6} className="border-t border-line p-0">
            <Facts entry={entry} />
          </td>
        </tr>
      )}
    </>
  );
};
