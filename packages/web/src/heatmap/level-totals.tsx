import { Link } from '@tanstack/react-router';
import type { Stage, TypeDescription } from '../api/types.ts';
import type { LevelCount } from '../records/derive.ts';
import { listWith } from '../records/list-state.ts';
import { LevelBadge } from '../ui/badge.tsx';
import { countText } from '../ui/format.ts';

type LevelTotalsProps = {
  readonly type: TypeDescription;
  readonly stage: Stage;
  readonly counts: readonly LevelCount[];
  readonly unrated: number;
};

/** Where a level's count leads: the filtered list, or the heat map if lists cannot filter by level. */
const target = (type: TypeDescription, stage: Stage, code: string) => {
  const field = `${stage.name}Level`;
  return type.filter.includes(field)
    ? ({ to: '/registers/$plural', search: listWith({ [field]: code }) } as const)
    : ({ to: '/registers/$plural/heatmap', search: { stage: stage.name } } as const);
};

/** How many stand at each level, worst first. */
export const LevelTotals = ({ type, stage, counts, unrated }: LevelTotalsProps) => (
  <dl className="flex flex-col text-13">
    {counts.map(({ value, label, count }) => (
      <div key={value} className="flex h-9 items-center justify-between border-b border-line">
        <dt>
          <LevelBadge code={value} label={label} />
        </dt>
        <dd className="tabular-nums">
          <Link
            {...target(type, stage, value)}
            params={{ plural: type.plural }}
            className="link inline-flex h-6 min-w-6 items-center justify-end font-medium"
          >
            {countText(count)}
            <span className="sr-only"> {label}</span>
          </Link>
        </dd>
      </div>
    ))}
    <div className="flex h-9 items-center justify-between text-ink-2">
      <dt>Not rated yet</dt>
      <dd className="tabular-nums">{countText(unrated)}</dd>
    </div>
  </dl>
);
