import { type RecordType, type StoredRecord, sortable, z } from '@bulwark/record';

/** A list as it is asked for: filters by field, one sort, a place to go on from. */
export type ListQuery = {
  readonly search: string;
  readonly state: 'active' | 'deactivated';
  readonly filters: { readonly [field: string]: string };
  readonly sort: { readonly field: string; readonly descending: boolean };
  readonly after: Cursor | null;
  readonly limit: number;
};

export type Cursor = { readonly value: string | number; readonly id: string };

/** Parses a list's query string: only fields that the type allows may be sorted and filtered by. */
export const listQuerySchema = (type: RecordType): z.ZodType<ListQuery> =>
  z
    .strictObject({
      ...narrowing(type),
      sort: sortBy(type).default('-reference'),
      after: cursor.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    })
    .transform(({ after, limit, ...rest }) => ({
      ...selectionOf(rest),
      limit,
      after: after ?? null,
    }));

/** What a list holds and in which order, without its pages. */
export type Selection = Omit<ListQuery, 'after' | 'limit'>;

/** The list's own query without its pages, for routes that have parts of their own beside. */
export const selectionParts = (type: RecordType) => ({
  shape: { ...narrowing(type), sort: sortBy(type).default('reference') } as z.ZodRawShape,
  /** What a parsed query of that shape selects. */
  read: (query: object): Selection => selectionOf(query as Sent),
});

const narrowing = (type: RecordType) => ({
  search: z.string().max(200).default(''),
  state: z.enum(['active', 'deactivated']).default('active'),
  ...Object.fromEntries(
    type.filter.map((name) => [`filter.${name}`, z.string().max(200).optional()]),
  ),
});

const sortBy = (type: RecordType) => {
  const sorts = sortable(type).flatMap((name) => [name, `-${name}`]);
  return z.enum(sorts as [string, ...string[]]);
};

type Sent = {
  readonly search: string;
  readonly state: 'active' | 'deactivated';
  readonly sort: string;
};

const selectionOf = ({ search, state, sort, ...rest }: Sent): Selection => ({
  search: search.trim(),
  state,
  sort: { field: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
  filters: Object.fromEntries(
    Object.entries(rest)
      .filter(([name, value]) => name.startsWith('filter.') && value !== undefined && value !== '')
      .map(([name, value]) => [name.slice('filter.'.length), String(value)]),
  ),
});

const inside = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.uuid() });

const cursor = z
  .string()
  .max(2000)
  .transform((text, context): Cursor => {
    try {
      return inside.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    } catch {
      context.addIssue({ code: 'custom', message: 'Take the cursor from the page before.' });
      return z.NEVER;
    }
  });

/** Where the next page begins: behind this record in the order asked for. */
export const cursorAfter = (record: StoredRecord, type: RecordType, field: string): string => {
  const value = sortValue(record, type, field);
  return Buffer.from(JSON.stringify({ value, id: record.id })).toString('base64url');
};

/** What a record is sorted by: never null, choices and levels by their own order. */
const sortValue = (record: StoredRecord, { fields }: RecordType, name: string): string | number => {
  const value = (record as { [name: string]: unknown })[name];
  const options = fields[name]?.options;
  if (options) return options.findIndex((option) => option.value === value) + 1;
  if (isNumeric(fields[name]?.kind)) return Number(value ?? 0);
  return String(value ?? '');
};

export const isNumeric = (kind: string | undefined): boolean =>
  kind === 'level' || kind === 'boolean';
