import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Grid3x3, Plus, Upload } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { TypeDescription } from '../api/types.ts';
import { Page } from '../shell/page.tsx';
import { useMe } from '../shell/use-me.ts';
import { buttonLook } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { ExportMenu } from '../ui/export-menu.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { columnsOf, exportLinks, isNarrowed, type ListState } from './list-state.ts';
import { recordsQuery, useWording } from './queries.ts';
import { RecordTable } from './record-table.tsx';
import { eyebrowOf, lessonOf } from './teach.ts';
import { Toolbar } from './toolbar.tsx';
import { useList } from './use-list.ts';

const NewLink = ({ type }: { type: TypeDescription }) => (
  <Link
    to="/registers/$plural/new"
    params={{ plural: type.plural }}
    search={(now) => now}
    className={buttonLook('primary')}
  >
    <Plus aria-hidden className="size-4" />
    New {type.title.toLowerCase()}
  </Link>
);

const ImportLink = ({ plural }: { plural: string }) => (
  <Link to="/registers/$plural/import" params={{ plural }} className={buttonLook()}>
    <Upload aria-hidden className="size-4" />
    Import
  </Link>
);

const Actions = ({ type, state }: { type: TypeDescription; state: ListState }) => {
  const { may } = useMe();
  const { plural } = type;
  return (
    <>
      {type.heatmap && (
        <Link to="/registers/$plural/heatmap" params={{ plural }} className={buttonLook()}>
          <Grid3x3 aria-hidden className="size-4" />
          Heat map
        </Link>
      )}
      {may('export-registers') && <ExportMenu links={exportLinks(plural, state)} />}
      {type.actions.includes('create') && <ImportLink plural={plural} />}
      {type.actions.includes('create') && <NewLink type={type} />}
    </>
  );
};

const Nothing = ({ type, state }: { type: TypeDescription; state: ListState }) =>
  isNarrowed(state) ? (
    <Empty title="Nothing matches">
      No {type.titlePlural.toLowerCase()} match the search and filters above. Clear them to see the
      whole register.
    </Empty>
  ) : (
    <Empty
      title={`No ${type.titlePlural.toLowerCase()} yet`}
      action={
        type.actions.includes('create') && (
          <>
            <NewLink type={type} />
            <ImportLink plural={type.plural} />
          </>
        )
      }
    >
      {lessonOf(type)}
    </Empty>
  );

/** The list of a register with everything that narrows it. */
export const RegisterList = ({ type, open }: { type: TypeDescription; open: boolean }) => {
  const { state, change } = useList();
  const wording = useWording();
  const list = useInfiniteQuery({
    ...recordsQuery(type.plural, state),
    placeholderData: keepPreviousData,
  });
  const records = useMemo(() => list.data?.pages.flatMap((p) => p.items) ?? [], [list.data]);
  const columns = useMemo(() => columnsOf(type, open ? 'narrow' : 'wide'), [type, open]);
  const changeSort = useCallback((sort: string) => change({ sort }), [change]);
  return (
    <Page
      eyebrow={eyebrowOf(type)}
      title={type.titlePlural}
      actions={<Actions type={type} state={state} />}
    >
      <Toolbar type={type} state={state} change={change} wording={wording} />
      <ProblemNotice error={list.error} />
      {list.isPending && <Loading lines={8} />}
      {list.data && records.length === 0 && <Nothing type={type} state={state} />}
      {records.length > 0 && (
        <>
          <div className="sheet">
            <RecordTable
              type={type}
              records={records}
              columns={columns}
              sort={state.sort}
              changeSort={changeSort}
              wording={wording}
            />
          </div>
          <More
            shown={records.length}
            total={list.data?.pages[0]?.total}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            load={() => void list.fetchNextPage()}
          />
        </>
      )}
    </Page>
  );
};
