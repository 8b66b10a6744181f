import type { FieldKind, Option, Scale } from './field.ts';
import type { RecordType, Stage } from './record-type.ts';
import type { Workflow } from './workflow.ts';

export type TypeAction = 'create' | 'edit' | 'deactivate';

export type FieldDescription = {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly section: string;
  readonly required: boolean;
  readonly help?: string;
  readonly options?: readonly Option[];
  readonly scale?: Scale;
  readonly of?: string;
  readonly max?: number;
  /** Nobody types it: it is worked out, or moved by steps. */
  readonly fixed?: true;
};

/** A record type as the UI needs it to draw list, form, detail and import. */
export type TypeDescription = {
  readonly name: string;
  readonly plural: string;
  readonly title: string;
  readonly titlePlural: string;
  readonly clause: string;
  readonly prefix: string;
  readonly page: string;
  readonly fields: readonly FieldDescription[];
  readonly list: readonly string[];
  readonly sort: readonly string[];
  readonly filter: readonly string[];
  readonly heatmap?: { readonly stages: readonly Stage[] };
  readonly actions: readonly TypeAction[];
  /** The steps that this person's rights allow; roles and four eyes are looked at when one is taken. */
  readonly workflow?: Workflow;
};

/** Describes a type for somebody who may do `actions` with it. */
export const describe = (type: RecordType, actions: readonly TypeAction[]): TypeDescription => {
  const { name, plural, title, titlePlural, clause, prefix, page, list, filter, heatmap } = type;
  const { workflow } = type;
  return {
    name,
    plural,
    title,
    titlePlural,
    clause,
    prefix,
    page,
    fields: Object.entries(type.fields).map(([id, field]) => ({
      name: id,
      label: field.label,
      kind: field.kind,
      section: field.section,
      required: field.required,
      ...(field.help ? { help: field.help } : {}),
      ...(field.options ? { options: field.options } : {}),
      ...(field.scale ? { scale: field.scale } : {}),
      ...(field.of ? { of: field.of } : {}),
      ...(field.max ? { max: field.max } : {}),
      ...(field.kind === 'derived' || id === workflow?.field ? { fixed: true as const } : {}),
    })),
    list,
    sort: sortable(type),
    filter,
    ...(heatmap ? { heatmap } : {}),
    actions,
    ...(workflow ? { workflow: allowedSteps(workflow, actions) } : {}),
  };
};

const allowedSteps = (workflow: Workflow, actions: readonly TypeAction[]): Workflow => ({
  ...workflow,
  transitions: workflow.transitions.filter(({ needs = 'edit' }) =>
    actions.includes(needs === 'delete' ? 'deactivate' : needs),
  ),
});

/** What a list may be sorted by: everything that has an order of its own. */
export const sortable = ({ fields }: RecordType): string[] => [
  'reference',
  'createdAt',
  'updatedAt',
  ...Object.entries(fields)
    .filter(([, { kind }]) =>
      ['text', 'choice', 'level', 'date', 'derived', 'boolean'].includes(kind),
    )
    .map(([name]) => name),
];
