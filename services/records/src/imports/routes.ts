import type { Sql } from '@bulwark/db';
import { problem, type Route, route } from '@bulwark/http';
import { type RecordType, z } from '@bulwark/record';
import type { Method } from '../types/risk-method.ts';
import { type Assessment, type AssessOptions, assess } from './assess.ts';
import { batchRoutes, progress } from './batch-routes.ts';
import { type ReadSheet, readTable } from './file.ts';
import { type Mapping, mapping, sampleOf, suggest, valuesOf } from './mapping.ts';
import { listMappings, storeMapping } from './mappings-repository.ts';
import { report, type StoreFileOptions, storeFile } from './store-file.ts';
import { demandEdit } from './store-rows.ts';

export type ImportOptions = AssessOptions &
  StoreFileOptions & {
    readonly sql: Sql;
    readonly method: Method;
    readonly readSheet: ReadSheet;
  };

/** Bytes of a request: a workbook comes as base64, a third larger than its file. */
const LIMIT = 32 * 1024 * 1024;

const remark = z.object({
  row: z.int(),
  column: z.string().nullable(),
  message: z.string(),
  value: z.string(),
});
const file = {
  content: z.string().max(LIMIT),
  format: z.enum(['text', 'xlsx']).optional(),
  sheet: z.string().max(100).optional(),
};
const source = z.string().trim().min(1).max(120);
const named = z.array(z.object({ id: z.string(), reference: z.string() }));

export const importRoutes = (type: RecordType, options: ImportOptions): Route[] => [
  inspectRoute(type, options),
  importRoute(type, options),
  ...batchRoutes(type, options),
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

const inspectRoute = (type: RecordType, { readSheet, method }: ImportOptions): Route =>
  route({
    method: 'POST',
    path: `/${type.plural}/import/inspect`,
    summary: 'Look into a file: its columns, some rows, and a mapping to begin with',
    permission: `${type.page}:create`,
    audit: { when: 'view', action: `${type.name}.import.inspect` },
    body: z.strictObject({ ...file, delimiter: z.string().max(4).optional() }),
    limit: LIMIT,
    response: z.object({
      columns: z.array(z.string()),
      rows: z.int(),
      sample: z.array(z.array(z.string())),
      values: z.record(z.string(), z.array(z.string())),
      sheets: z.array(z.string()).optional(),
      suggested: mapping,
    }),
    read: async ({ body }) => {
      const table = await readTable(body, readSheet);
      return {
        body: {
          columns: table.columns,
          rows: table.rows.length,
          sample: sampleOf(table),
          values: valuesOf(table),
          suggested: suggest(type, table, method),
          ...(table.sheets ? { sheets: table.sheets } : {}),
        },
      };
    },
  });

const importRoute = (type: RecordType, options: ImportOptions): Route =>
  route({
    method: 'POST',
    path: `/${type.plural}/import`,
    summary: 'Import a file under a mapping; a dry run judges it and stores nothing',
    permission: `${type.page}:create`,
    audit: { when: 'change', action: `${type.name}.import`, kind: 'create' },
    body: z.strictObject({ ...file, mapping, source, dryRun: z.boolean() }),
    limit: LIMIT,
    response: z.object({
      rows: z.int(),
      valid: z.int(),
      errors: z.array(remark),
      notes: z.array(remark),
      /** Errors and notes beyond those that are named. */
      more: z.int(),
      /** Rows that change a record that is there. */
      changes: z.int(),
      notImported: z.array(z.string()),
      created: named.optional(),
      changed: named.optional(),
      unchanged: z.int().optional(),
      /** An import that goes on after this answer: ask for it again. */
      batch: progress.optional(),
    }),
    handle: async (tx, { body, sender, now }) => {
      const table = await readTable(
        { ...body, delimiter: delimiterOf(body.mapping) },
        options.readSheet,
      );
      const assessment = await assess(tx.sql, table, { type, mapping: body.mapping, ...options });
      if (body.dryRun) return report(assessment, body, { reason: 'dry-run' });
      demandImportable(assessment);
      if (assessment.changes > 0) demandEdit(type, sender);
      await storeMapping(tx.sql, { ...body, type: type.name, now });
      return storeFile(tx, assessment, { file: body, type, sender, now, options });
    },
  });

const delimiterOf = ({ delimiter }: Mapping): string | undefined =>
  delimiter === 'json' || delimiter === 'xlsx' ? undefined : delimiter;

const demandImportable = ({ errors, good }: Assessment): void => {
  if (errors.length > 0) {
    throw problem('invalid', 'Run it dry first: nothing is imported while a row has a fault.');
  }
  if (good.length === 0) throw problem('invalid', 'There is no row to import.');
};
