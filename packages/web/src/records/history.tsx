import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Revision, TypeDescription } from '../api/types.ts';
import { useMe } from '../shell/use-me.ts';
import { Changes } from '../ui/changes.tsx';
import { exactText } from '../ui/format.ts';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { fieldNamed, labelOf, personName, type Wording, wordsOf } from './describe.ts';
import { fieldOfPath } from './form-values.ts';
import { historyQuery, useWording } from './queries.ts';

type EntryProps = { type: TypeDescription; revision: Revision; wording: Wording };

const verbs: Readonly<Record<string, string>> = {
  create: 'created this',
  import: 'imported this',
  update: 'made a change',
  edit: 'made a change',
  deactivate: 'deactivated this',
  reactivate: 'reactivated this',
};

/** A step is told in its own word: “took the step Complete”. */
const stepOf = ({ workflow }: TypeDescription, action: string): string | undefined =>
  workflow?.transitions.find(({ name }) => name === action)?.label;

/** "risk.create", "create", "created" → "created this"; an unknown action is shown as it is called. */
const verb = (action: string): string => {
  const last = action.split('.').at(-1) ?? action;
  return verbs[last] ?? verbs[last.replace(/d$/, '')] ?? last.replaceAll('_', ' ');
};

const Entry = ({ type, revision, wording }: EntryProps) => (
  <li className="relative flex flex-col gap-2 border-l border-line pb-6 pl-4 last:pb-0 before:absolute before:top-1.5 before:-left-1 before:size-2 before:rounded-full before:bg-field">
    <p className="text-13">
      <span className="font-medium">{personName(wording.people, revision.actor)}</span>{' '}
      <span className="text-ink-2">
        {stepOf(type, revision.action)
          ? `took the step “${stepOf(type, revision.action)}”`
          : verb(revision.action)}
      </span>
      <span className="block text-12 text-ink-3 tabular-nums">
        <time dateTime={revision.time}>{exactText(revision.time)}</time> · revision {revision.rev}
      </span>
    </p>
    {revision.reason && <p className="text-13 text-ink-2">“{revision.reason}”</p>}
    <Changes
      changes={revision.changes.map(({ path, before, after }) => {
        const name = fieldOfPath(path);
        const field = fieldNamed(type, name);
        return {
          label: labelOf(type, name),
          before: wordsOf(field, before, wording),
          after: wordsOf(field, after, wording),
        };
      })}
    />
  </li>
);

/** Who did what to this record, newest first. */
export const History = ({ type, id }: { type: TypeDescription; id: string }) => {
  const history = useQuery(historyQuery(type.plural, id));
  const wording = useWording();
  const { may } = useMe();
  const entries = [...(history.data ?? [])].sort((a, b) => b.rev - a.rev);
  if (history.isPending) return <Loading />;
  return (
    <div className="p-5">
      <ProblemNotice error={history.error} />
      <ol>
        {entries.map((revision) => (
          <Entry key={revision.rev} type={type} revision={revision} wording={wording} />
        ))}
      </ol>
      {may('trail') && (
        <p className="mt-5 border-t border-line pt-4 text-13">
          <Link to="/trail" search={{ resource: id }} className="link">
            Everything about this record in the audit trail
          </Link>
        </p>
      )}
    </div>
  );
};
