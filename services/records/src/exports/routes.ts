import type { Sql } from '@bulwark/db';
import { type Route, route } from '@bulwark/http';
import { type RecordType, z } from '@bulwark/record';
import { columnNames, columnsOf } from './columns.ts';
import { demandHoldable, FORMATS, type Format, type FormatOptions, make } from './formats.ts';
import { type NamingOptions, readNaming } from './naming.ts';
import type { Pages } from './text.ts';
import { exportTrail, type Selection } from './trail.ts';

export type ExportOptions = NamingOptions &
  FormatOptions & {
    /** The list's own query, to which the export adds its parts. */
    readonly selectionParts: (type: RecordType) => {
      readonly shape: z.ZodRawShape;
      readonly read: (query: object) => Selection;
    };
    readonly listIds: (sql: Sql, type: RecordType, selection: Selection) => Promise<string[]>;
  };

/** A register as a file that our own import takes back without a difference, or as a print. */
export const exportRoute = (type: RecordType, options: ExportOptions): Route =>
  route({
    method: 'GET',
    path: `/${type.plural}/export`,
    summary: `${type.titlePlural} as CSV, JSON, XLSX or PDF: the list's filters and order, chosen columns`,
    permission: 'export-registers:view',
    audit: { when: 'view', action: `${type.name}.export` },
    query: querySchema(type, options),
    response: 'file',
    read: async ({ query: { format, columns: asked, selection }, sender: { claims }, now }) => {
      // Paper has no room for every field: what the list shows at first.
      const columns = columnsOf(type, asked ?? (format === 'pdf' ? type.list : null));
      const naming = await readNaming(type, options);
      const ids = await options.listIds(options.sql, type, selection);
      const [rows, by] = [ids.length, claims.sub ?? ''];
      const wanted = { format, type, columns, naming, selection, rows, by, now };
      await demandHoldable(wanted, options);
      const counted = counting(options.readRecords(type, ids));
      const { media, content, facts } = await make(wanted, counted.pages, options);
      const names = columns.map(({ name }) => name);
      const subject = `person:${claims.act ?? claims.sub}`;
      return {
        file: {
          name: `${type.plural}-${now.toISOString().slice(0, 10)}.${format}`,
          type: media,
          content,
          sent: () => [
            { path: '/rows', before: null, after: counted.rows() },
            ...(facts?.() ?? []),
          ],
        },
        about: { changes: exportTrail({ format, columns: names, selection, rows, subject }) },
      };
    },
  });

const querySchema = (type: RecordType, { selectionParts }: ExportOptions) => {
  const { shape, read } = selectionParts(type);
  const own = { format: z.enum(FORMATS), columns: chosen(type) };
  return z.strictObject({ ...shape, ...own }).transform((query) => ({
    format: query.format as Format,
    columns: query.columns as string[] | undefined,
    selection: read(query),
  }));
};

/** `columns=reference,title`: the columns by name, in their order. */
const chosen = (type: RecordType) => {
  const known = columnNames(type);
  return z
    .string()
    .max(4000)
    .transform((text) => text.split(','))
    .refine((names) => names.every((name) => known.includes(name)), {
      message: `Choose from ${known.join(', ')}.`,
    })
    .refine((names) => new Set(names).size === names.length, { message: 'Name each column once.' })
    .optional();
};

/** The same pages, and how many records they were. */
const counting = (source: Pages): { pages: Pages; rows: () => number } => {
  let rows = 0;
  const pages = async function* (): Pages {
    for await (const page of source) {
      rows += page.length;
      yield page;
    }
  };
  return { pages: pages(), rows: () => rows };
};
