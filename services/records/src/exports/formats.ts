import type { Sql } from '@bulwark/db';
import type { FileReply } from '@bulwark/http';
import type { Naming, RecordType } from '@bulwark/record';
import type { Change } from '@bulwark/trail';
import type { SheetCell } from '../types/sheet.ts';
import type { Column } from './columns.ts';
import { demandPrintable, factsOf, readNames } from './print.ts';
import { csvOf, jsonOf, type Pages } from './text.ts';
import type { Selection } from './trail.ts';
import { demandShort, longFields, sheetRows } from './workbook.ts';

export const FORMATS = ['csv', 'json', 'xlsx', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

export type FormatOptions = {
  readonly sql: Sql;
  /** Whose registers these are, for the title of a print. */
  readonly company: string;
  readonly listLonger: (
    sql: Sql,
    type: RecordType,
    wanted: { selection: Selection; fields: readonly string[]; characters: number },
  ) => Promise<string[]>;
  /** Records by their ids, in that order, a page at a time. */
  readonly readRecords: (type: RecordType, ids: readonly string[]) => Pages;
  readonly writeSheet: (
    name: string,
    rows: AsyncIterable<readonly (readonly SheetCell[])[]>,
  ) => Promise<AsyncIterable<Buffer>>;
};

/** What is to be exported. */
export type Wanted = {
  readonly format: Format;
  readonly type: RecordType;
  readonly columns: readonly Column[];
  readonly naming: Naming;
  readonly selection: Selection;
  readonly rows: number;
  readonly by: string;
  readonly now: Date;
};

type Made = {
  readonly media: string;
  readonly content: FileReply['content'];
  /** What the trail is told of it besides, once it is made. */
  readonly facts?: () => readonly Change[];
};

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Beyond half of what a cell holds in code points, a text may be too long for it in UTF-16 units. */
const MAYBE_LONG = 16_383;

/** @throws Problem `invalid` for what a format cannot hold whole */
export const demandHoldable = async (
  { format, type, columns, naming, selection, rows }: Wanted,
  { sql, listLonger, readRecords }: FormatOptions,
): Promise<void> => {
  if (format === 'pdf') demandPrintable(rows, columns);
  if (format !== 'xlsx') return;
  const fields = longFields(columns);
  const ids = await listLonger(sql, type, { selection, fields, characters: MAYBE_LONG });
  await demandShort(type, columns, { pages: readRecords(type, ids), naming });
};

export const make = async (wanted: Wanted, pages: Pages, options: FormatOptions): Promise<Made> => {
  const { format, type, columns, naming } = wanted;
  switch (format) {
    case 'csv':
      return { media: 'text/csv; charset=utf-8', content: csvOf(columns, pages, naming) };
    case 'json':
      return { media: 'application/json', content: jsonOf(columns, pages, naming) };
    case 'xlsx': {
      const rows = sheetRows(columns, pages, naming);
      return { media: XLSX, content: await options.writeSheet(type.titlePlural, rows) };
    }
    case 'pdf':
      return print(wanted, pages, options);
    default:
      return never(format);
  }
};

const print = async (
  wanted: Wanted,
  pages: Pages,
  { sql, company }: FormatOptions,
): Promise<Made> => {
  // A chunk of its own: a cell that prints nothing never loads the library.
  const { printRegister } = await import('./pdf.ts');
  const { type, columns, naming, now } = wanted;
  const shown = await readNames(sql, naming);
  let sha256 = '';
  const content = printRegister({
    title: `${type.title} register`,
    company,
    clause: type.clause,
    facts: factsOf({ ...wanted, shown }),
    columns,
    pages,
    shown,
    naming,
    now,
    hashed: (digest) => {
      sha256 = digest;
    },
  });
  return {
    media: 'application/pdf',
    content,
    facts: () => [{ path: '/data/sha256', before: null, after: sha256 }],
  };
};

const never = (format: never): never => {
  throw new Error(`there is no format ${String(format)}`);
};
