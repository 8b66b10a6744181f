import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { List } from 'lucide-react';
import { heatmapQuery, methodQuery } from '../api/queries.ts';
import type { HeatmapCounts, Method, Stage, TypeDescription } from '../api/types.ts';
import { countByLevel } from '../records/derive.ts';
import { eyebrowOf } from '../records/teach.ts';
import { NotFound } from '../shell/not-found.tsx';
import { Page } from '../shell/page.tsx';
import { useTypes } from '../shell/use-me.ts';
import { buttonLook } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { LevelTotals } from './level-totals.tsx';
import { matrixOf } from './matrix.ts';
import { MatrixTable } from './matrix-table.tsx';

type StageProps = {
  readonly type: TypeDescription;
  readonly stage: Stage;
  readonly method: Method;
  readonly counts: HeatmapCounts;
};

const StageMap = ({ type, stage, method, counts }: StageProps) => {
  const own = counts.stages[stage.name];
  return (
    <div className="grid gap-7 p-2 sm:p-5 wide:grid-cols-[1fr_16rem]">
      <div className="overflow-x-auto">
        <MatrixTable type={type} stage={stage} method={method} rows={matrixOf(method, own)} />
      </div>
      <section>
        <h2 className="mb-2 text-14">By level</h2>
        <LevelTotals
          type={type}
          stage={stage}
          counts={countByLevel(method, own?.cells ?? [])}
          unrated={own?.unrated ?? 0}
        />
      </section>
    </div>
  );
};

const Stages = ({ type }: { type: TypeDescription }) => {
  const counts = useQuery(heatmapQuery(type.plural));
  const method = useQuery(methodQuery);
  const navigate = useNavigate();
  const { stage: asked } = useSearch({ strict: false });
  const stages = type.heatmap?.stages ?? [];
  const shown = stages.find((s) => s.name === asked) ?? stages[0];
  if (counts.error || method.error) return <ProblemNotice error={counts.error ?? method.error} />;
  if (!counts.data || !method.data || !shown) return <Loading lines={8} />;
  const data = { type, method: method.data, counts: counts.data };
  return (
    <div className="max-w-300 rounded-card border border-line bg-surface pt-1">
      <Tabs
        value={shown.name}
        change={(stage) => void navigate({ to: '.', search: { stage }, replace: true })}
        tabs={stages.map((stage) => ({
          value: stage.name,
          label: stage.label,
          content: <StageMap {...data} stage={stage} />,
        }))}
      />
    </div>
  );
};

/** Where the records of a type stand between impact and likelihood. */
export const HeatmapPage = () => {
  const { plural } = useParams({ strict: false });
  const { types, isPending } = useTypes();
  const type = types.find((t) => t.plural === plural);
  if (!type && isPending) return <Loading />;
  if (!type?.heatmap) return <NotFound />;
  return (
    <Page
      eyebrow={eyebrowOf(type)}
      title={`${type.title} heat map`}
      actions={
        <Link to="/registers/$plural" params={{ plural: type.plural }} className={buttonLook()}>
          <List aria-hidden className="size-4" />
          List
        </Link>
      }
    >
      <Stages type={type} />
    </Page>
  );
};
