import { type RecordType, z } from '@bulwark/record';
import type { Method } from '../types/risk-method.ts';
import type { Table } from './table.ts';

/** What becomes of one column: a field, source data that is kept as it is, or nothing. */
export const columnRule = z.union([
  z.strictObject({
    to: z.string().max(60),
    /** Between the items of a list. */
    separator: z.string().min(1).max(3).optional(),
    /** What a word of the file stands for; null leaves the field empty. */
    values: z.record(z.string().max(500), z.union([z.string(), z.number(), z.null()])).optional(),
  }),
  z.strictObject({ source: z.literal(true) }),
  z.strictObject({ ignore: z.literal(true) }),
]);
export type ColumnRule = z.infer<typeof columnRule>;

export const mapping = z.strictObject({
  delimiter: z.string().max(4).optional(),
  columns: z.record(z.string().max(200), columnRule),
});
export type Mapping = z.infer<typeof mapping>;

const NOTHING = ['', '-', '--', 'n/a', 'none', 'null'];
const MOST_VALUES = 50;
const LONGEST_WORD = 500;

/** Whether a file was exported by ourselves: every column is one of ours, the reference among them. */
export const isOwnFormat = (type: RecordType, { columns }: Table): boolean =>
  columns.includes('reference') &&
  columns.every((name) => name === 'reference' || name === 'state' || name in type.fields);

/** The distinct words of each column, as far as they are few and short. */
export const valuesOf = ({ columns, rows }: Table): { [column: string]: string[] } =>
  Object.fromEntries(columns.map((column, index) => [column, wordsIn(rows, index)]));

const wordsIn = (rows: Table['rows'], index: number): string[] => {
  const words = new Set<string>();
  for (const { cells } of rows) {
    const word = (cells[index] ?? '').trim();
    if (word.length <= LONGEST_WORD) words.add(word);
    if (words.size === MOST_VALUES) break;
  }
  return [...words];
};

/** The first rows, for people to recognise their file. */
export const sampleOf = ({ rows }: Table): string[][] =>
  rows.slice(0, 5).map(({ cells }) => cells.map((cell) => cell.slice(0, LONGEST_WORD)));

/** What a person would probably choose: columns by name, words by the labels and aliases of the field. */
export const suggest = (type: RecordType, table: Table, method: Method): Mapping => {
  const values = valuesOf(table);
  const taken = new Set<string>();
  const columns = table.columns.map((column): [string, ColumnRule] => {
    if (isOwnFormat(type, table) && !(column in type.fields)) return [column, { ignore: true }];
    const name = fieldFor(type, column);
    if (!name || taken.has(name)) return [column, { source: true }];
    taken.add(name);
    return [column, ruleFor(type, name, { words: values[column] ?? [], method })];
  });
  return mapping.parse({ delimiter: table.delimiter, columns: Object.fromEntries(columns) });
};

/** Column names of other systems that mean a field of ours. */
const SYNONYMS: { readonly [name: string]: readonly string[] } = {
  title: ['name', 'title', 'risk', 'scenario', 'asset'],
  description: ['description', 'details'],
  assignee: ['assignee', 'assigned_to', 'responsible'],
  dueDate: ['due', 'due_date', 'task_date', 'deadline'],
  link: ['link', 'url'],
  sourceReference: ['ref_id', 'ref', 'id'],
  existingControls: ['existing_controls', 'controls'],
  plannedControls: ['additional_controls', 'planned_controls'],
  inherentLikelihood: ['inherent_proba', 'inherent_probability'],
  inherentLevel: ['inherent_risk'],
  currentLikelihood: ['current_proba', 'current_probability', 'likelihood', 'probability'],
  currentImpact: ['impact', 'severity'],
  currentLevel: ['current_risk', 'risk_level', 'level'],
  residualLikelihood: ['residual_proba', 'residual_probability'],
  residualLevel: ['residual_risk'],
};

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{Nd}]/gu, '');

const fieldFor = ({ fields }: RecordType, column: string): string | null => {
  const wanted = plain(column);
  const found = Object.entries(fields).find(([name, { label }]) =>
    [name, label, ...(SYNONYMS[name] ?? [])].some((word) => plain(word) === wanted),
  );
  return found?.[0] ?? null;
};

const ruleFor = (
  { fields }: RecordType,
  to: string,
  { words, method }: { words: readonly string[]; method: Method },
): ColumnRule => {
  const field = fields[to];
  if (field?.kind === 'list' || field?.kind === 'links') return { to, separator: ',' };
  if (field?.kind !== 'level' && field?.kind !== 'choice' && field?.kind !== 'derived')
    return { to };
  const steps = field.scale === 'impact' ? method.impact : method.likelihood;
  const known = field.kind === 'level' ? steps : (field.options ?? []);
  const values = words.flatMap((word): [string, string | number | null][] => {
    if (word === '') return [];
    const step = known.find(({ value, label, aliases = [] }) =>
      [String(value), label, ...aliases].some((one) => one.toLowerCase() === word.toLowerCase()),
    );
    if (step) return String(step.value) === word ? [] : [[word, step.value]];
    return NOTHING.includes(word.toLowerCase()) ? [[word, null]] : [];
  });
  return { to, values: Object.fromEntries(values) };
};
