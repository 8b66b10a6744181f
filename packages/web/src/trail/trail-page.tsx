import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { RefreshCw } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { query } from '../api/client.ts';
import { NotFound } from '../shell/not-found.tsx';
import { Page } from '../shell/page.tsx';
import { useMe } from '../shell/use-me.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { ExportMenu } from '../ui/export-menu.tsx';
import { countText } from '../ui/format.ts';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { trailQuery } from './queries.ts';
import { TrailRow } from './trail-entry.tsx';
import { TrailFilters } from './trail-filters.tsx';
import {
  type TrailFilters as Filters,
  readTrail,
  trailRequest,
  writeTrail,
} from './trail-state.ts';
import type { TrailPage as PageOfTrail, TrailEntry } from './types.ts';
import { useResourceNames } from './use-names.ts';

const titles = ['Time', 'Person', 'Action', 'Record', 'Outcome', 'Leaf'];

const Table = ({ entries }: { entries: readonly TrailEntry[] }) => {
  const names = useResourceNames(entries);
  return (
    <div className="sheet">
      <table className="w-full border-collapse text-13">
        <thead>
          <tr>
            {titles.map((title) => (
              <th
                key={title}
                scope="col"
                className="h-9 px-3 text-left text-12 text-ink-2 first:pl-9 last:text-right"
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <TrailRow key={entry.id} entry={entry} names={names} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Indexed = ({ upTo, of }: PageOfTrail['indexed']) => (
  <p role="status" className="text-12 text-ink-3 tabular-nums">
    Indexed up to {countText(upTo)} of {countText(of)} entries
    {upTo < of && ' – the newest will appear here shortly'}
  </p>
);

const useFilters = () => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const filters = useMemo(() => readTrail(search), [search]);
  const change = useCallback(
    (part: Partial<Filters>) =>
      void navigate({
        to: '.',
        search: (now) => writeTrail({ ...readTrail(now), ...part }),
        replace: true,
      }),
    [navigate],
  );
  return { filters, change };
};

const exportHref = (format: string, filters: Filters): string =>
  `/api/audit/export${query({ format, ...trailRequest(filters) })}`;

const Trail = () => {
  const { filters, change } = useFilters();
  const { may } = useMe();
  const trail = useInfiniteQuery(trailQuery(filters));
  const entries = useMemo(() => trail.data?.pages.flatMap((p) => p.items) ?? [], [trail.data]);
  const indexed = trail.data?.pages[0]?.indexed;
  return (
    <Page
      eyebrow="Control A.8.15"
      title="Audit trail"
      actions={
        <>
          <Button busy={trail.isRefetching} onClick={() => void trail.refetch()}>
            <RefreshCw aria-hidden className="size-4" />
            Refresh
          </Button>
          {may('export-trail') && (
            <ExportMenu
              links={[
                { label: 'These entries as CSV', href: exportHref('csv', filters) },
                { label: 'These entries as JSON Lines', href: exportHref('jsonl', filters) },
              ]}
            />
          )}
        </>
      }
    >
      <TrailFilters filters={filters} change={change} seen={entries} />
      <ProblemNotice error={trail.error} />
      {trail.isPending && <Loading lines={8} />}
      {trail.data && entries.length === 0 && (
        <Empty title="No entry matches">
          Every sign-in, change, refusal and export leaves an entry here. Widen the dates or clear
          the filters to see them.
        </Empty>
      )}
      {entries.length > 0 && <Table entries={entries} />}
      <div className="flex flex-wrap items-end justify-between gap-3">
        {entries.length > 0 && (
          <More
            shown={entries.length}
            hasMore={trail.hasNextPage}
            busy={trail.isFetchingNextPage}
            load={() => void trail.fetchNextPage()}
          />
        )}
        {indexed && <Indexed {...indexed} />}
      </div>
    </Page>
  );
};

/** Everything that happened here, newest first. */
export const TrailPage = () =>
  useMe().may('trail') ? (
    <Trail />
  ) : (
    <NotFound detail="Your profiles do not include the audit trail." />
  );
