import { problem, type Route, route } from '@bulwark/http';
import { type RecordType, z } from '@bulwark/record';
import { readTable } from './file.ts';
import { judge, type Verdict } from './judge.ts';
import { readLookups } from './lookups.ts';
import { type Mapping, mapping, suggest, valuesOf } from './mapping.ts';
import { listMappings, storeMapping } from './repository.ts';
import { type ImportOptions, report, storeRows } from './store.ts';

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
