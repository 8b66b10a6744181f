import type { Field } from './field.ts';
import type { Workflow } from './workflow.ts';

// biome-ignore lint/suspicious/noExplicitAny: a field of any value type fits here
export type Fields = { readonly [name: string]: Field<any> };

/** The values of a record: null where nothing is set, an empty list where a list is empty. */
export type ValuesOf<F extends Fields> = {
  readonly [N in keyof F]: F[N] extends Field<infer T>
    ? T extends readonly unknown[]
      ? T
      : T | null
    : never;
};
export type Values = { readonly [name: string]: unknown };

/** Where likelihood and impact of one stage stand: how a heat map is drawn. */
export type Stage = {
  readonly name: string;
  readonly label: string;
  readonly likelihood: string;
  readonly impact: string;
};

export type RecordType<F extends Fields = Fields> = {
  readonly name: string;
  readonly plural: string;
  readonly title: string;
  readonly titlePlural: string;
  /** The clause or control of ISO/IEC 27001:2022 that asks for it. */
  readonly clause: string;
  /** Of its references: `RSK-2026-0001`. */
  readonly prefix: string;
  readonly page: string;
  readonly fields: F;
  /** Columns that a list shows at first. */
  readonly list: readonly string[];
  readonly filter: readonly string[];
  readonly heatmap?: { readonly stages: readonly Stage[] };
  readonly workflow?: Workflow;
  /** Works out the derived fields; pure. */
  readonly derive: (values: Values) => Values;
};

type Declared<F extends Fields> = Omit<RecordType<F>, 'derive' | 'page'> & {
  readonly page?: string;
  readonly derive?: (values: ValuesOf<F>) => Partial<ValuesOf<F>>;
};

/** Declares a record type: table, checks, routes, rights, audit diff, import, export and UI follow from it. */
export const defineRecord = <F extends Fields>({
  derive = () => ({}),
  page = 'registers',
  ...declared
}: Declared<F>): RecordType<F> => {
  const known = new Set([...Object.keys(declared.fields), ...OWN_COLUMNS]);
  const stages = declared.heatmap?.stages.flatMap(({ likelihood, impact }) => [likelihood, impact]);
  for (const name of [...declared.list, ...declared.filter, ...(stages ?? [])]) {
    if (!known.has(name)) throw new Error(`${declared.name} has no field ${name}`);
  }
  if (declared.workflow) demandSound(declared.name, declared.fields, declared.workflow);
  return { ...declared, page, derive: derive as unknown as RecordType['derive'] };
};

/** @throws Error when a workflow names a field or a state that the type does not have */
const demandSound = (type: string, fields: Fields, workflow: Workflow): void => {
  const states = fields[workflow.field]?.options?.map(({ value }) => value);
  if (!states) throw new Error(`${type} has no choice field ${workflow.field}`);
  const { transitions, initial } = workflow;
  const named = transitions.flatMap(({ from, to }) => [...from, to]);
  const unknown = [initial, ...named].find((state) => !states.includes(state));
  if (unknown) throw new Error(`${type} has no state ${unknown}`);
  const wanted = transitions.flatMap(({ by = [], fields: filled = [] }) => [...by, ...filled]);
  const missing = wanted.find((name) => !(name in fields));
  if (missing) throw new Error(`${type} has no field ${missing}`);
};

/** What every record has besides its fields. */
export const OWN_COLUMNS = [
  'id',
  'reference',
  'rev',
  'state',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
] as const;

export type StoredRecord = {
  readonly id: string;
  readonly reference: string;
  readonly rev: number;
  readonly state: 'active' | 'deactivated';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
} & Values;

/** The column of a field: `inherentImpact` → `inherent_impact`. */
export const columnOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Nothing set at all. */
export const emptyValues = ({ fields }: RecordType): Values =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { kind }]) => [name, isList(kind) ? [] : null]),
  );

export const isList = (kind: string): boolean => kind === 'list' || kind === 'links';
