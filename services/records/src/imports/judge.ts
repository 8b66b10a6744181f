import { importSchema } from '@bulwark/record';
import { breathe } from '@bulwark/runtime';
import { isEscaped } from './identify.ts';
import { judgeRow } from './judge-row.ts';
import { revisedSchema } from './revised.ts';
import type { Table } from './table.ts';
import type { GoodRow, Remark, Rules, Verdict } from './verdict.ts';

/** Remarks of a kind that are named one by one: a file that is wrong from top to bottom must not fill the memory. */
const MOST_REMARKS = 50_000;
const ROWS_AT_A_TIME = 200;

/** Judges every row and cell of a file under a mapping: nothing is stored here, and every fault is named at once. */
export const judge = async (table: Table, rules: Rules): Promise<Verdict> => {
  const errors: Remark[] = [...unknownTargets(table, rules)];
  const notes: Remark[] = [];
  const good: GoodRow[] = [];
  let more = 0;
  const keep = (list: Remark[], remarks: readonly Remark[]): void => {
    const room = MOST_REMARKS - list.length;
    list.push(...remarks.slice(0, room));
    more += Math.max(0, remarks.length - room);
  };
  const sheet = {
    table,
    rules,
    schemas: { create: importSchema(rules.type), change: revisedSchema(rules.type) },
    escaped: isEscaped(rules.type, table),
  };
  for (const [index, line] of table.rows.entries()) {
    if (index % ROWS_AT_A_TIME === 0) await breathe();
    const identity = rules.identities[index];
    if (!identity) throw new Error('a row was not identified');
    const judged = judgeRow(line, identity, { ...sheet, lookups: rules.lookupsAt(index) });
    keep(notes, judged.notes);
    keep(errors, judged.errors);
    if (judged.errors.length === 0) good.push(judged.row);
  }
  const notImported = table.columns.filter((name) => {
    const rule = rules.mapping.columns[name];
    return !rule || 'ignore' in rule;
  });
  return { rows: table.rows.length, good, errors, notes, more, notImported };
};

const unknownTargets = ({ columns }: Table, { type, mapping }: Rules): Remark[] =>
  columns.flatMap((column) => {
    const rule = mapping.columns[column];
    if (!rule || !('to' in rule) || rule.to in type.fields) return [];
    const message = `There is no field “${rule.to}”: choose another one.`;
    return [{ row: 1, column, message, value: rule.to }];
  });
