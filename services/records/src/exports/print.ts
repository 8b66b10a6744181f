import type { Sql } from '@bulwark/db';
import { listKnownPeople } from '@bulwark/events';
import { problem } from '@bulwark/http';
import type { Naming, RecordType } from '@bulwark/record';
import type { Column } from './columns.ts';
import type { Selection } from './trail.ts';

/** What paper has room for: beyond that a table is data, and CSV or a workbook holds it better. */
const MOST_ROWS = 5000;
const MOST_COLUMNS = 12;

/** @throws Problem `invalid` for a register that is no use on paper */
export const demandPrintable = (rows: number, columns: readonly Column[]): void => {
  if (rows > MOST_ROWS)
    throw problem('invalid', `A PDF holds ${MOST_ROWS} records: narrow the list, or take XLSX.`);
  if (columns.length > MOST_COLUMNS)
    throw problem('invalid', `A page has room for ${MOST_COLUMNS} columns: choose fewer.`);
};

/** The same naming, with names of people instead of their addresses. */
export const readNames = async (sql: Sql, naming: Naming): Promise<Naming> => {
  const names = new Map((await listKnownPeople(sql)).map(({ id, name }) => [id, name]));
  return { ...naming, personName: (id) => names.get(id) ?? id };
};

type Facts = {
  readonly type: RecordType;
  readonly selection: Selection;
  readonly shown: Naming;
  readonly rows: number;
  readonly by: string;
  readonly now: Date;
};

/** What stands below the title: who made this, when, and which records it holds. */
export const factsOf = ({
  type,
  selection,
  shown,
  rows,
  by,
  now,
}: Facts): (readonly [string, string])[] => {
  const { sort } = selection;
  const order = `${type.fields[sort.field]?.label ?? OWN[sort.field] ?? sort.field}, ${sort.descending ? 'descending' : 'ascending'}`;
  const time = `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return [
    ['Exported', `${time} by ${shown.personName(by)}`],
    ['Records', `${rows}, ordered by ${order}`],
    ['Filter', filterWords(type, selection, shown)],
  ];
};

const OWN: { readonly [name: string]: string } = {
  reference: 'Reference',
  createdAt: 'Created',
  updatedAt: 'Changed',
};

const filterWords = (
  { fields }: RecordType,
  { search, state, filters }: Selection,
  shown: Naming,
): string => {
  const words = Object.entries(filters).map(([name, value]) => {
    const field = fields[name];
    const label = field?.options?.find((option) => option.value === value)?.label ?? value;
    return `${field?.label ?? name}: ${field?.kind === 'person' ? shown.personName(value) : label}`;
  });
  if (search) words.push(`containing “${search}”`);
  const kind = state === 'active' ? 'Active records' : 'Deactivated records';
  return words.length === 0 ? `${kind}, unfiltered` : `${kind}; ${words.join('; ')}`;
};
