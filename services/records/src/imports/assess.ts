import type { Sql } from '@bulwark/db';
import { changedFields, type RecordType, type StoredRecord, type Values } from '@bulwark/record';
import { identify, namesInFile, referencesIn } from './identify.ts';
import { judge } from './judge.ts';
import { readLookups } from './lookups.ts';
import type { Mapping } from './mapping.ts';
import { movedByFile } from './revised.ts';
import type { Table } from './table.ts';
import type { GoodRow, Remark, Verdict } from './verdict.ts';

/** A judged file, and what storing it will do to the register. */
export type Assessment = Verdict & { readonly changes: number };

export type AssessOptions = {
  readonly types: readonly RecordType[];
  readonly newId: () => string;
  /** The records that some references name. */
  readonly findByReferences: (
    sql: Sql,
    type: RecordType,
    references: readonly string[],
  ) => Promise<StoredRecord[]>;
};

type Assessing = { readonly type: RecordType; readonly mapping: Mapping };
type Known = Pick<StoredRecord, 'id' | 'reference'>;

const AT_A_TIME = 500;

/** Judges a whole file against what is stored: everything that storing it would refuse is named here already. */
export const assess = async (
  sql: Sql,
  table: Table,
  { type, mapping, ...options }: Assessing & AssessOptions,
): Promise<Assessment> => {
  const references = referencesIn(type, table);
  const known = new Map<string, Known>();
  for (const part of parts([...new Set(references.filter((one) => one !== null))]))
    for (const { id, reference } of await options.findByReferences(sql, type, part))
      known.set(reference, { id, reference });
  const identities = identify(references, { known, newId: options.newId });
  const { outOfUse, ...stored } = await readLookups(sql, type, options.types);
  const inFile = namesInFile(type, table, { mapping, identities });
  const lookupsAt = (index: number) => ({
    ...stored,
    findRecord: (of: string, text: string) => {
      const own = of === type.name ? inFile.get(text.toLowerCase()) : undefined;
      return stored.findRecord(of, text) ?? (own && own.at < index ? own.id : null);
    },
  });
  const verdict = await judge(table, { type, mapping, lookupsAt, identities });
  const planned = await plan(sql, verdict.good, { type, mapping, outOfUse, ...options });
  return {
    ...verdict,
    errors: [...verdict.errors, ...comesTwice(table, references), ...planned.errors],
    changes: planned.changes,
  };
};

/** One reference in two rows: the later one would silently win. */
const comesTwice = (table: Table, references: readonly (string | null)[]): Remark[] => {
  const first = new Map<string, number>();
  return references.flatMap((reference, index): Remark[] => {
    const row = table.rows[index]?.line ?? 0;
    if (reference === null) return [];
    const before = first.get(reference);
    if (before === undefined) {
      first.set(reference, row);
      return [];
    }
    const message = `Row ${before} has this reference already: keep one of them.`;
    return [{ row, column: 'reference', message, value: reference }];
  });
};

type Planning = Assessing &
  Pick<AssessOptions, 'findByReferences'> & { readonly outOfUse: ReadonlyMap<string, string> };

/** Which rows differ from what is stored, and which of them may not. */
const plan = async (
  sql: Sql,
  rows: readonly GoodRow[],
  { findByReferences, ...rules }: Planning,
): Promise<{ changes: number; errors: Remark[] }> => {
  const { type } = rules;
  const errors: Remark[] = [];
  let changes = 0;
  for (const part of parts(rows)) {
    const references = part.flatMap(({ reference, isKnown }) => (isKnown ? (reference ?? []) : []));
    const records = references.length > 0 ? await findByReferences(sql, type, references) : [];
    const byId = new Map(records.map((record) => [record.id, record]));
    for (const row of part) {
      const record = byId.get(row.id) ?? null;
      errors.push(...namesOutOfUse(row, record, rules));
      if (!record || !differs(type, record, row)) continue;
      changes += 1;
      errors.push(...movedByFile(type, record, row));
      if (record.state === 'deactivated') errors.push(deactivated(row));
    }
  }
  return { changes, errors };
};

/** What a record newly names must be in use; what it named before may stay. */
const namesOutOfUse = (
  { row, values }: GoodRow,
  record: StoredRecord | null,
  { type, mapping, outOfUse }: Omit<Planning, 'findByReferences'>,
): Remark[] =>
  Object.entries(type.fields).flatMap(([name, { of }]) => {
    if (!of) return [];
    const before = new Set(listIn(record ?? {}, name));
    const gone = listIn(values, name).find((id) => !before.has(id) && outOfUse.has(id));
    if (gone === undefined) return [];
    const column = columnFor(mapping, name);
    const reference = outOfUse.get(gone) ?? '';
    return [{ row, column, message: `${reference} is deactivated.`, value: reference }];
  });

const listIn = (values: Values, name: string): readonly string[] =>
  (values[name] as readonly string[] | undefined) ?? [];

const columnFor = ({ columns }: Mapping, field: string): string | null =>
  Object.entries(columns).find(([, rule]) => 'to' in rule && rule.to === field)?.[0] ?? null;

const differs = (type: RecordType, before: StoredRecord, { values }: GoodRow): boolean => {
  // As storing it does: a file that says nothing of a record's state leaves it where it is.
  const sent = Object.entries(values).filter(
    ([name, value]) => value !== undefined && !(value === null && name === type.workflow?.field),
  );
  const after = { ...before, ...Object.fromEntries(sent) };
  return changedFields(type, before, { ...after, ...type.derive(after) }).length > 0;
};

const deactivated = ({ row, reference }: GoodRow): Remark => ({
  row,
  column: 'reference',
  message: `${reference} is deactivated: reactivate it first, or take this row out.`,
  value: reference ?? '',
});

const parts = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / AT_A_TIME) }, (_, index) =>
    items.slice(index * AT_A_TIME, (index + 1) * AT_A_TIME),
  );
