import { createHash } from 'node:crypto';
import type { Sql } from '@bulwark/db';
import type { Tx } from '@bulwark/events';
import { type About, problem, type Reply, type Route, route, type Sender } from '@bulwark/http';
import { type RecordType, type StoredRecord, type Values, z } from '@bulwark/record';
import type { Method } from '../types/risk-method.ts';
import { readTable } from './file.ts';
import { type GoodRow, judge, type Verdict } from './judge.ts';
import { readLookups } from './lookups.ts';
import { type Mapping, mapping, suggest, valuesOf } from './mapping.ts';
import { listMappings, storeMapping } from './repository.ts';

type Written = { readonly record: StoredRecord; readonly about: About };
type Writing = { readonly values: Values; readonly sender: Sender; readonly now: Date };

export type ImportOptions = {
  readonly sql: Sql;
  readonly types: readonly RecordType[];
  readonly method: Method;
  /** Makes one record, as the register does. */
  readonly create: (
    tx: Tx,
    type: RecordType,
    writing: Writing & { source?: Values },
  ) => Promise<Written>;
  /** Changes the record of a reference where it differs; null when there is none of that reference. */
  readonly change: (
    tx: Tx,
    type: RecordType,
    writing: Writing & { reference: string },
  ) => Promise<(Written & { changed: boolean }) | null>;
};

const LIMIT = 8 * 1024 * 1024;
/** Rows that one transaction takes. */
const MOST_ROWS = 500;

const remark = z.object({
  row: z.int(),
  column: z.string().nullable(),
  message: z.string(),
  value: z.string(),
});
const content = z.string().max(LIMIT);
const source = z.string().trim().min(1).max(120);

export const importRoutes = (type: RecordType, options: ImportOptions): Route[] => [
  route({
    method: 'POST',
    path: `/${type.plural}/import/inspect`,
    summary: 'Look into a file: its columns, some rows, and a mapping to begin with',
    permission: `${type.page}:create`,
    audit: { when: 'view', action: `${type.name}.import.inspect` },
    body: z.strictObject({ content, delimiter: z.string().max(4).optional() }),
    limit: LIMIT,
    response: z.object({
      columns: z.array(z.string()),
      rows: z.int(),
      sample: z.array(z.array(z.string())),
      values: z.record(z.string(), z.array(z.string())),
      suggested: mapping,
    }),
    read: async ({ body }) => {
      const table = readTable(body.content, body.delimiter);
      return {
        body: {
          columns: table.columns,
          rows: table.rows.length,
          sample: table.rows.slice(0, 5).map(({ cells }) => cells),
          values: valuesOf(table),
          suggested: suggest(type, table, options.method),
        },
      };
    },
  }),
  route({
    method: 'POST',
    path: `/${type.plural}/import`,
    summary: 'Import a file under a mapping; a dry run judges it and stores nothing',
    permission: `${type.page}:create`,
    audit: { when: 'change', action: `${type.name}.import`, kind: 'create' },
    body: z.strictObject({ content, mapping, source, dryRun: z.boolean() }),
    limit: LIMIT,
    response: z.object({
      rows: z.int(),
      valid: z.int(),
      errors: z.array(remark),
      notes: z.array(remark),
      notImported: z.array(z.string()),
      created: z.array(z.object({ id: z.string(), reference: z.string() })).optional(),
      changed: z.array(z.object({ id: z.string(), reference: z.string() })).optional(),
      unchanged: z.int().optional(),
    }),
    handle: async (tx, { body, sender, now }) => {
      const table = readTable(body.content, delimiterOf(body.mapping));
      const lookups = await readLookups(tx.sql, type, options.types);
      const verdict = judge(table, { type, mapping: body.mapping, lookups });
      if (body.dryRun) return report(verdict, body.content, 'dry-run');
      demandImportable(verdict);
      await storeMapping(tx.sql, { ...body, type: type.name, now });
      return storeRows(tx, verdict, { type, content: body.content, sender, now, options });
    },
  }),
  route({
    method: 'GET',
    path: `/${type.plural}/import/mappings`,
    summary: 'Mappings that were used before, by the name of their source',
    permission: `${type.page}:create`,
    audit: { when: 'visit', page: type.plural },
    response: z.object({ items: z.array(z.object({ source: z.string(), mapping })) }),
    read: async () => ({ body: { items: await listMappings(options.sql, type.name) } }),
  }),
];

const delimiterOf = ({ delimiter }: Mapping): string | undefined =>
  delimiter === 'json' ? undefined : delimiter;

const demandImportable = ({ errors, good }: Verdict): void => {
  if (errors.length > 0) {
    throw problem('invalid', 'Run it dry first: nothing is imported while a row has a fault.');
  }
  if (good.length === 0) throw problem('invalid', 'There is no row to import.');
  if (good.length > MOST_ROWS) {
    throw problem(
      'too_large',
      `Import at most ${MOST_ROWS} rows at a time: cut the file in pieces.`,
    );
  }
};

const report = (verdict: Verdict, content: string, reason: string | null): Reply => {
  const { rows, good, errors, notes, notImported } = verdict;
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    body: { rows, valid: good.length, errors, notes, notImported },
    about: {
      ...(reason ? { reason } : {}),
      changes: [
        { path: '/file/sha256', before: null, after: sha256 },
        { path: '/rows', before: null, after: rows },
      ],
    },
  };
};

type Storing = {
  readonly type: RecordType;
  readonly content: string;
  readonly sender: Sender;
  readonly now: Date;
  readonly options: ImportOptions;
};

const storeRows = async (
  tx: Tx,
  verdict: Verdict,
  { type, content, ...rest }: Storing,
): Promise<Reply> => {
  const created: Written[] = [];
  const changed: Written[] = [];
  let unchanged = 0;
  for (const row of verdict.good) {
    const stored = await storeRow(tx, row, { type, ...rest });
    if (stored.how === 'created') created.push(stored);
    else if (stored.how === 'changed') changed.push(stored);
    else unchanged += 1;
  }
  const reply = report(verdict, content, null);
  const names = (written: readonly Written[]) => written.map(({ record }) => record);
  return {
    ...reply,
    body: {
      ...(reply.body as object),
      created: names(created),
      changed: names(changed),
      unchanged,
    },
    also: [
      ...created.map(({ about }) => entryOf(type, 'create', about)),
      ...changed.map(({ about }) => entryOf(type, 'edit', about)),
    ],
  };
};

const entryOf = ({ name }: RecordType, act: 'create' | 'edit', about: About) => ({
  action: `${name}.${act}`,
  kind: act === 'create' ? ('create' as const) : ('update' as const),
  about,
});

const storeRow = async (
  tx: Tx,
  { reference, values, source: kept }: GoodRow,
  { type, sender, now, options }: Omit<Storing, 'content'>,
): Promise<Written & { how: 'created' | 'changed' | 'unchanged' }> => {
  const known = reference
    ? await options.change(tx, type, { reference, values, sender, now })
    : null;
  if (known) return { ...known, how: known.changed ? 'changed' : 'unchanged' };
  const made = await options.create(tx, type, {
    values,
    sender,
    now,
    ...(kept ? { source: kept } : {}),
  });
  return { ...made, how: 'created' };
};
