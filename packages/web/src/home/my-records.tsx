import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call, query } from '../api/client.ts';
import type { RecordPage, TypeDescription } from '../api/types.ts';
import { listWith } from '../records/list-state.ts';
import { Card } from '../ui/card.tsx';
import { countText } from '../ui/format.ts';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';

/** The field that says whose record it is: the first person that lists can be filtered by. */
const ownerField = (type: TypeDescription) =>
  type.filter.find((name) => type.fields.some((f) => f.name === name && f.kind === 'person'));

const useMine = (type: TypeDescription, field: string | undefined, person: string) =>
  useQuery({
    queryKey: ['records', type.plural, 'mine', field, person],
    enabled: field !== undefined,
    queryFn: ({ signal }) => {
      const mine = { [`filter.${field}`]: person, state: 'active', limit: 6 };
      return call<RecordPage>(`/api/records/${type.plural}${query(mine)}`, { signal });
    },
  });

/** The records this person answers for. */
export const MyRecords = ({ type, person }: { type: TypeDescription; person: string }) => {
  const field = ownerField(type);
  const mine = useMine(type, field, person);
  if (!field) return null;
  const { plural } = type;
  return (
    <Card
      title={`My ${type.titlePlural.toLowerCase()}`}
      aside={
        mine.data &&
        mine.data.total > 0 && (
          <Link
            to="/registers/$plural"
            params={{ plural }}
            search={listWith({ [field]: person })}
            className="link text-13 tabular-nums"
          >
            All {countText(mine.data.total)}
          </Link>
        )
      }
    >
      <ProblemNotice error={mine.error} />
      {mine.isPending && <Loading lines={5} />}
      {mine.data?.items.length === 0 && (
        <p className="text-13 text-ink-2">
          {type.name === 'risk'
            ? 'No risk names you as its owner. Clause 6.1.2 asks that each has one.'
            : `None of the ${type.titlePlural.toLowerCase()} names you.`}
        </p>
      )}
      <ul className="flex flex-col text-13">
        {mine.data?.items.map((record) => (
          <li key={record.id} className="relative border-b border-line last:border-0">
            <Link
              to="/registers/$plural/$id"
              params={{ plural, id: record.id }}
              className="flex min-h-9 items-center gap-3 hover:text-accent"
            >
              <span className="shrink-0 text-ink-3 tabular-nums">{record.reference}</span>
              <span className="truncate">{String(record.title ?? '')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
};
