/** One step of a scale; `aliases` are words that other systems use for it. */
export type Step = {
  readonly value: number;
  readonly label: string;
  readonly aliases: readonly string[];
};

/** How likelihood and impact make a level. Labels, matrix and bands are data. */
export type Method = {
  readonly name: string;
  readonly likelihood: readonly Step[];
  readonly impact: readonly Step[];
  /** `matrix[impact − 1][likelihood − 1]` is a level's code. */
  readonly matrix: readonly (readonly string[])[];
  readonly levels: readonly { readonly value: string; readonly label: string }[];
};

export const defaultMethod: Method = {
  name: 'Default 5×5',
  likelihood: [
    { value: 1, label: 'Very unlikely', aliases: ['rare', 'remote', 'improbable'] },
    { value: 2, label: 'Unlikely', aliases: ['low'] },
    { value: 3, label: 'Possible', aliases: ['moderate', 'medium'] },
    { value: 4, label: 'Likely', aliases: ['probable', 'high'] },
    { value: 5, label: 'Very likely', aliases: ['certain', 'almost certain', 'frequent'] },
  ],
  impact: [
    { value: 1, label: 'Negligible', aliases: ['insignificant', 'very low'] },
    { value: 2, label: 'Minor', aliases: ['low', 'limited'] },
    { value: 3, label: 'Significant', aliases: ['moderate', 'medium'] },
    { value: 4, label: 'Major', aliases: ['important', 'high', 'serious'] },
    { value: 5, label: 'Critical', aliases: ['severe', 'catastrophic', 'very high'] },
  ],
  matrix: [
    ['VL', 'VL', 'L', 'L', 'M'],
    ['VL', 'L', 'L', 'M', 'M'],
    ['L', 'L', 'M', 'M', 'H'],
    ['L', 'M', 'M', 'H', 'C'],
    ['M', 'M', 'H', 'C', 'C'],
  ],
  levels: [
    { value: 'VL', label: 'Very low' },
    { value: 'L', label: 'Low' },
    { value: 'M', label: 'Medium' },
    { value: 'H', label: 'High' },
    { value: 'C', label: 'Critical' },
  ],
};

/** The level of a rating; null while either half is missing. */
export const levelOf = (
  likelihood: number | null,
  impact: number | null,
  { matrix }: Method = defaultMethod,
): string | null =>
  likelihood === null || impact === null ? null : (matrix[impact - 1]?.[likelihood - 1] ?? null);
