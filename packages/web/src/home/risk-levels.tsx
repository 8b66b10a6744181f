import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { heatmapQuery, methodQuery } from '../api/queries.ts';
import type { TypeDescription } from '../api/types.ts';
import { LevelTotals } from '../heatmap/level-totals.tsx';
import { countByLevel } from '../records/derive.ts';
import { Card } from '../ui/card.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';

/** The stage that tells how things are today. */
const today = (type: TypeDescription) => {
  const stages = type.heatmap?.stages ?? [];
  return stages.find((s) => s.name === 'current') ?? stages.at(-1);
};

/** How many records stand at each level today. */
export const RiskLevels = ({ type }: { type: TypeDescription }) => {
  const counts = useQuery(heatmapQuery(type.plural));
  const method = useQuery(methodQuery);
  const stage = today(type);
  if (!stage) return null;
  const own = counts.data?.stages[stage.name];
  return (
    <Card
      title={`${type.titlePlural} by ${stage.label.toLowerCase()} level`}
      aside={
        <Link
          to="/registers/$plural/heatmap"
          params={{ plural: type.plural }}
          search={{ stage: stage.name }}
          className="link text-13"
        >
          Heat map
        </Link>
      }
    >
      <ProblemNotice error={counts.error ?? method.error} />
      {method.data && counts.data ? (
        <LevelTotals
          type={type}
          stage={stage}
          counts={countByLevel(method.data, own?.cells ?? [])}
          unrated={own?.unrated ?? 0}
        />
      ) : (
        !counts.error && <Loading lines={5} />
      )}
    </Card>
  );
};
