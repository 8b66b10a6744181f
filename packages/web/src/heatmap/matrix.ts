import type { HeatmapCounts, Method, ScaleStep, Stage } from '../api/types.ts';
import { levelAt } from '../records/derive.ts';
import { listWith } from '../records/list-state.ts';
import type { Search } from '../shell/search.ts';

export type MatrixCell = {
  readonly likelihood: ScaleStep;
  readonly impact: ScaleStep;
  readonly level: string;
  readonly levelLabel: string;
  readonly count: number;
};
export type MatrixRow = { readonly impact: ScaleStep; readonly cells: readonly MatrixCell[] };

/** Rows of impact, the worst on top; columns of likelihood, the least likely first. */
export const matrixOf = (
  method: Method,
  stage: HeatmapCounts['stages'][string] | undefined,
): readonly MatrixRow[] =>
  [...method.impact].reverse().map((impact) => ({
    impact,
    cells: method.likelihood.map((likelihood) => {
      const level = levelAt(method, likelihood.value, impact.value) ?? '';
      return {
        likelihood,
        impact,
        level,
        levelLabel: method.levels.find((l) => l.value === level)?.label ?? level,
        count:
          stage?.cells.find((c) => c.likelihood === likelihood.value && c.impact === impact.value)
            ?.count ?? 0,
      };
    }),
  }));

/** The list that a cell counts. */
export const cellSearch = (stage: Stage, cell: MatrixCell): Search =>
  listWith({ [stage.likelihood]: cell.likelihood.value, [stage.impact]: cell.impact.value });
