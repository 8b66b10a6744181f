import type { Sql } from '@bulwark/db';
import { listKnownPeople } from '@bulwark/events';
import { type Route, route } from '@bulwark/http';
import {
  escapeCell,
  type Naming,
  type RecordType,
  type StoredRecord,
  writeCell,
  z,
} from '@bulwark/record';
import { stringify } from 'csv-stringify/sync';

export type ExportOptions = {
  readonly sql: Sql;
  readonly types: readonly RecordType[];
  /** Every active record of a type in the order of references, a page at a time. */
  readonly everyRecord: (type: RecordType) => AsyncIterable<readonly StoredRecord[]>;
  readonly listNames: (sql: Sql, type: RecordType) => Promise<{ id: string; reference: string }[]>;
};

/** A register as a file that our own import takes back without a difference. */
export const exportRoute = (type: RecordType, options: ExportOptions): Route =>
  route({
    method: 'GET',
    path: `/${type.plural}/export`,
    summary: `All active ${type.titlePlural.toLowerCase()} as CSV or JSON`,
    permission: 'export-registers:view',
    audit: { when: 'view', action: `${type.name}.export` },
    query: z.strictObject({ format: z.enum(['csv', 'json']) }),
    response: 'file',
    read: async ({ query: { format }, now }) => {
      const name = `${type.plural}-${now.toISOString().slice(0, 10)}.${format}`;
      const naming = await readNaming(type, options);
      const pages = options.everyRecord(type);
      return {
        file:
          format === 'csv'
            ? { name, type: 'text/csv; charset=utf-8', content: csvOf(type, pages, naming) }
            : { name, type: 'application/json', content: jsonOf(type, pages, naming) },
        about: { changes: [{ path: '/format', before: null, after: format }] },
      };
    },
  });

const readNaming = async (
  type: RecordType,
  { sql, types, listNames }: ExportOptions,
): Promise<Naming> => {
  const people = new Map((await listKnownPeople(sql)).map(({ id, email }) => [id, email]));
  const linked = new Set(Object.values(type.fields).flatMap(({ of }) => (of ? [of] : [])));
  const names = new Map<string, string>();
  for (const other of types.filter(({ name }) => linked.has(name))) {
    for (const { id, reference } of await listNames(sql, other)) names.set(id, reference);
  }
  return {
    personName: (id) => people.get(id) ?? id,
    linkName: (id) => names.get(id) ?? id,
  };
};

type Pages = AsyncIterable<readonly StoredRecord[]>;

async function* csvOf(type: RecordType, pages: Pages, naming: Naming): AsyncGenerator<string> {
  const line = (cells: string[]): string => stringify([cells], { record_delimiter: 'windows' });
  yield line(['reference', ...Object.keys(type.fields)]);
  for await (const records of pages) {
    yield records.map((record) => line(cellsOf(type, record, naming).map(escapeCell))).join('');
  }
}

const cellsOf = (type: RecordType, record: StoredRecord, naming: Naming): string[] => [
  record.reference,
  ...Object.entries(type.fields).map(([name, field]) =>
    writeCell(field, (record as { [name: string]: unknown })[name], naming),
  ),
];

async function* jsonOf(type: RecordType, pages: Pages, naming: Naming): AsyncGenerator<string> {
  let before = '[\n';
  for await (const records of pages) {
    for (const record of records) {
      yield `${before}${JSON.stringify(itemOf(type, record, naming))}`;
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Ids are written as addresses and references here too, so that a file means the same to every reader. */
const itemOf = (type: RecordType, record: StoredRecord, naming: Naming) => ({
  reference: record.reference,
  ...Object.fromEntries(
    Object.entries(type.fields).map(([name, field]) => {
      const value = (record as { [name: string]: unknown })[name];
      if (field.kind === 'person') return [name, value ? naming.personName(String(value)) : null];
      if (field.kind === 'links') return [name, (value as string[]).map(naming.linkName)];
      return [name, value];
    }),
  ),
});
