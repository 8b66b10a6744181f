import type { FieldKind, Option, Scale } from './field.ts';
import type { RecordType, Stage } from './record-type.ts';

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
};

/** Describes a type for somebody who may do `actions` with it. */
export const describe = (type: RecordType, actions: readonly TypeAction[]): TypeDescription => {
  const { name, plural, title, titlePlural, clause, prefix, page, list, filter, heatmap } = type;
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
    })),
    list,
    sort: sortable(type),
    filter,
    ...(heatmap ? { heatmap } : {}),
    actions,
  };
};

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
