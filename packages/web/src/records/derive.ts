import type { FieldDescription, Method, TypeDescription } from '../api/types.ts';
import type { FormValues } from './form-values.ts';

/** The level the method gives a likelihood and an impact; undefined while one is missing. */
export const levelAt = (
  method: Method | undefined,
  likelihood: unknown,
  impact: unknown,
): string | undefined => method?.matrix[Number(impact) - 1]?.[Number(likelihood) - 1];

/**
 * What a derived level will be once the form is saved. The service decides again; only fields
 * named after a stage of the heat map can be foreseen.
 */
export const foreseen = (
  type: TypeDescription,
  field: FieldDescription,
  values: FormValues,
  method: Method | undefined,
): string | undefined => {
  const stage = type.heatmap?.stages.find((s) => `${s.name}Level` === field.name);
  return stage && levelAt(method, values[stage.likelihood], values[stage.impact]);
};

export type LevelCount = { readonly value: string; readonly label: string; readonly count: number };

/** How many records stand at each level, worst first. */
export const countByLevel = (
  method: Method,
  cells: readonly { likelihood: number; impact: number; count: number }[],
): readonly LevelCount[] =>
  [...method.levels].reverse().map(({ value, label }) => ({
    value,
    label,
    count: cells
      .filter((c) => levelAt(method, c.likelihood, c.impact) === value)
      .reduce((sum, c) => sum + c.count, 0),
  }));
