import { useInfiniteQuery } from '@tanstack/react-query';
import {
  Link,
  Outlet,
  useLocation,
  useNavigate,
  useParams,
  useSearch,
} from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { NotFound } from '../shell/not-found.tsx';
import { Page } from '../shell/page.tsx';
import { useMe } from '../shell/use-me.ts';
import { buttonLook } from '../ui/button.tsx';
import { cx } from '../ui/classes.ts';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { PeopleTable } from './people-table.tsx';
import { peopleQuery } from './queries.ts';

const NewLink = () => (
  <Link to="/people/new" search={(now) => now} className={buttonLook('primary')}>
    <UserPlus aria-hidden className="size-4" />
    New person
  </Link>
);

const List = ({ open }: { open: boolean }) => {
  const { may } = useMe();
  const navigate = useNavigate();
  const { search = '' } = useSearch({ strict: false });
  const people = useInfiniteQuery(peopleQuery(search));
  const shown = useMemo(() => people.data?.pages.flatMap((p) => p.items) ?? [], [people.data]);
  const change = useCallback(
    (text: string) =>
      void navigate({ to: '.', search: text ? { search: text } : {}, replace: true }),
    [navigate],
  );
  return (
    <Page
      eyebrow="Controls A.5.16 and A.5.18"
      title="People"
      actions={may('people', 'create') && <NewLink />}
    >
      <search className="mb-3 block">
        <SearchBox label="Search people" value={search} change={change} />
      </search>
      <ProblemNotice error={people.error} />
      {people.isPending && <Loading />}
      {people.data && shown.length === 0 && (
        <Empty title="Nobody matches">Try a part of the name or of the e-mail address.</Empty>
      )}
      {shown.length > 0 && (
        <>
          <div className="sheet">
            <PeopleTable people={shown} narrow={open} />
          </div>
          <More
            shown={shown.length}
            hasMore={people.hasNextPage}
            busy={people.isFetchingNextPage}
            load={() => void people.fetchNextPage()}
          />
        </>
      )}
    </Page>
  );
};

/** Who has an account here and what their profiles allow. */
export const PeoplePage = () => {
  const { may } = useMe();
  const { id } = useParams({ strict: false });
  const { pathname } = useLocation();
  const open = id !== undefined || pathname.endsWith('/new');
  if (!may('people')) return <NotFound detail="Your profiles do not include people." />;
  return (
    <div className="flex h-full min-w-0 flex-1">
      <div className={cx('min-w-0 flex-1 overflow-y-auto', open ? 'hidden wide:flex' : 'flex')}>
        <List open={open} />
      </div>
      <Outlet />
    </div>
  );
};
