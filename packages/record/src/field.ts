import { z } from './zod.ts';

export type FieldKind =
  | 'text'
  | 'longText'
  | 'choice'
  | 'level'
  | 'person'
  | 'list'
  | 'links'
  | 'date'
  | 'url'
  | 'boolean'
  | 'derived';

/** The two scales by which a risk is rated; their steps are data. */
export type Scale = 'likelihood' | 'impact';

export type Option = {
  readonly value: string;
  readonly label: string;
  /** Words that other systems use for it. */
  readonly aliases?: readonly string[];
};

/** One field of a record type: its label, what may be sent for it, and its column. `T` is its value when it is set. */
export type Field<T = unknown> = {
  readonly kind: FieldKind;
  readonly label: string;
  readonly section: string;
  readonly required: boolean;
  readonly help: string | null;
  readonly input: z.ZodType<T>;
  /** SQL type of its column. */
  readonly column: string;
  /** Whether its value may stand in the audit trail in clear: ids, enums, numbers, dates. */
  readonly clear: boolean;
  readonly search: boolean;
  readonly options?: readonly Option[];
  readonly scale?: Scale;
  readonly of?: string;
  readonly max?: number;
};

type Common = {
  readonly section?: string;
  readonly required?: boolean;
  readonly help?: string;
};

const common = (label: string, { section = 'General', required = false, help }: Common) => ({
  label,
  section,
  required,
  help: help ?? null,
  search: false,
});

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const LONGEST_TEXT = 65_536;

/** Free text: trimmed of nothing, kept as it was typed; only well-formed Unicode, so that every export can hold it. */
const freeText = (max: number) =>
  z
    .string()
    .max(max, `Use at most ${max} characters.`)
    .refine((text) => text.isWellFormed(), 'This text is not valid Unicode.');

export const field = {
  /** One line of text. */
  text: (label: string, { max = 200, ...rest }: Common & { max?: number } = {}): Field<string> => ({
    ...common(label, rest),
    kind: 'text',
    input: freeText(max).min(1, 'Say something here.'),
    column: `VARCHAR(${max})`,
    clear: false,
    search: true,
    max,
  }),
  /** Several lines, up to 65,536 characters. */
  longText: (label: string, rest: Common = {}): Field<string> => ({
    ...common(label, rest),
    kind: 'longText',
    input: freeText(LONGEST_TEXT).min(1, 'Say something here.'),
    column: 'MEDIUMTEXT',
    clear: false,
    search: true,
    max: LONGEST_TEXT,
  }),
  /** One of a few named values. */
  choice: <const O extends readonly Option[]>(
    label: string,
    options: O,
    rest: Common = {},
  ): Field<O[number]['value']> => ({
    ...common(label, rest),
    kind: 'choice',
    input: z.enum(options.map(({ value }) => value) as [string, ...string[]]),
    column: 'VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin',
    clear: true,
    options,
  }),
  /** A step of a scale, from 1 up; the scale's labels are data. */
  level: (
    label: string,
    { scale, max = 5, ...rest }: Common & { scale: Scale; max?: number },
  ): Field<number> => ({
    ...common(label, rest),
    kind: 'level',
    input: z.int().min(1).max(max),
    column: 'TINYINT UNSIGNED',
    clear: true,
    scale,
    max,
  }),
  /** Somebody of the company. */
  person: (label: string, rest: Common = {}): Field<string> => ({
    ...common(label, rest),
    kind: 'person',
    input: z.uuid('Choose a person.'),
    column: ID,
    clear: true,
  }),
  /** Short texts, in order. */
  list: (label: string, rest: Common = {}): Field<string[]> => ({
    ...common(label, rest),
    kind: 'list',
    input: z.array(freeText(200).min(1)).max(200),
    column: 'JSON',
    clear: false,
    search: true,
  }),
  /** Other records of one type. */
  links: (label: string, { of, ...rest }: Common & { of: string }): Field<string[]> => ({
    ...common(label, rest),
    kind: 'links',
    input: z.array(z.uuid()).max(200),
    column: 'JSON',
    clear: true,
    of,
  }),
  date: (label: string, rest: Common = {}): Field<string> => ({
    ...common(label, rest),
    kind: 'date',
    input: z.iso.date('Give a day as YYYY-MM-DD.'),
    column: 'DATE',
    clear: true,
  }),
  url: (label: string, rest: Common = {}): Field<string> => ({
    ...common(label, rest),
    kind: 'url',
    input: z
      .url({ protocol: /^https?$/, error: 'Give an address that starts with https://.' })
      .max(2000),
    column: 'VARCHAR(2000)',
    clear: false,
    max: 2000,
  }),
  boolean: (label: string, rest: Common = {}): Field<boolean> => ({
    ...common(label, rest),
    kind: 'boolean',
    input: z.boolean(),
    column: 'TINYINT(1)',
    clear: true,
  }),
  /** Worked out from other fields whenever the record is stored; nobody may send it. */
  derived: (label: string, options: readonly Option[], rest: Common = {}): Field<string> => ({
    ...common(label, rest),
    kind: 'derived',
    input: z.enum(options.map(({ value }) => value) as [string, ...string[]]),
    column: 'VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin',
    clear: true,
    options,
  }),
} as const;
