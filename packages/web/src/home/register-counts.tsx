import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../api/client.ts';
import type { RecordPage, TypeDescription } from '../api/types.ts';
import { Card } from '../ui/card.tsx';
import { countText } from '../ui/format.ts';

/** How much each register holds. */
export const RegisterCounts = ({ types }: { types: readonly TypeDescription[] }) => {
  const totals = useQueries({
    queries: types.map(({ plural }) => ({
      queryKey: ['records', plural, 'total'],
      queryFn: async () =>
        (await call<RecordPage>(`/api/records/${plural}?state=active&limit=1`)).total,
    })),
  });
  return (
    <Card title="Registers">
      <dl className="flex flex-col text-13">
        {types.map((type, i) => (
          <div
            key={type.name}
            className="flex h-9 items-center justify-between border-b border-line last:border-0"
          >
            <dt>
              {type.titlePlural}
              {type.clause && <span className="ml-2 text-12 text-ink-3">{type.clause}</span>}
            </dt>
            <dd>
              <Link
                to="/registers/$plural"
                params={{ plural: type.plural }}
                className="link inline-flex h-6 min-w-6 items-center justify-end font-medium tabular-nums"
              >
                {totals[i]?.data === undefined ? '–' : countText(totals[i].data)}
                <span className="sr-only"> {type.titlePlural.toLowerCase()}</span>
              </Link>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
};
