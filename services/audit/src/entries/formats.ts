import { stringify } from 'csv-stringify/sync';
import type { ShownEntry } from './show.ts';

const COLUMNS = [
  'leaf',
  'time',
  'actor',
  'actor name',
  'as',
  'action',
  'outcome',
  'reason',
  'resource type',
  'resource',
  'revision',
  'ip',
  'agent',
  'changes',
  'request',
  'id',
];

/** RFC 4180 lines; a value that a spreadsheet would take for a formula gets one `'` before it. */
export async function* csvOf(entries: AsyncIterable<ShownEntry>): AsyncGenerator<string> {
  yield line(COLUMNS);
  for await (const entry of entries) yield line(cellsOf(entry));
}

const cellsOf = (entry: ShownEntry): string[] =>
  [
    entry.leaf,
    entry.time,
    entry.actor.id,
    entry.actor.name,
    entry.as?.id,
    entry.action,
    entry.outcome,
    entry.reason,
    entry.resource?.type,
    entry.resource?.id,
    entry.resource?.rev,
    entry.ip,
    entry.agent,
    JSON.stringify(entry.changes),
    entry.request.id,
    entry.id,
  ].map((value) => textOf(value ?? ''));

const textOf = (value: unknown): string => {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /^[=+\-@'\t\r]/.test(text) ? `'${text}` : text;
};

const line = (cells: readonly string[]): string =>
  stringify([[...cells]], { record_delimiter: 'windows' });

export async function* jsonLinesOf(entries: AsyncIterable<ShownEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
