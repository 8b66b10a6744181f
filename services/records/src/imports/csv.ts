import { Readable } from 'node:stream';
import { breathe } from '@bulwark/runtime';
import { CsvError, parse } from 'csv-parse';
import type { Line, Table } from './table.ts';

type Unreadable = (message: string) => Error;

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SLICE_BYTES = 64 * 1024;

/** Reads CSV slice by slice, so that a large file holds nobody up. @throws what `unreadable` makes */
export const readCsv = async (
  text: string,
  wanted: string | undefined,
  unreadable: Unreadable,
): Promise<Table> => {
  const delimiter = wanted ?? likeliest(text);
  const [head, ...rows] = await linesOf(text, delimiter).catch((error: unknown) => {
    if (error instanceof CsvError) throw unreadable(`This is not CSV: ${error.message}`);
    throw error;
  });
  if (!head) throw unreadable('The file has no header line.');
  return { delimiter, columns: head.cells.map((name) => name.trim()), rows };
};

type Parsed = { readonly info: { readonly lines: number }; readonly record: string[] };

const linesOf = async (text: string, delimiter: string): Promise<Line[]> => {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const lines: Line[] = [];
  const source = Readable.from(slicesOf(Buffer.from(text)));
  source.once('error', (error) => parser.destroy(error));
  for await (const { info, record } of source.pipe(parser) as AsyncIterable<Parsed>) {
    lines.push({ line: info.lines, cells: record });
  }
  return lines;
};

async function* slicesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    yield bytes.subarray(at, at + SLICE_BYTES);
    await breathe();
  }
}

/** The delimiter that cuts the header line into most pieces. */
const likeliest = (text: string): string => {
  const head = text.split(/\r?\n/, 1)[0] ?? '';
  const pieces = (delimiter: string): number => head.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (pieces(one) > pieces(best) ? one : best), ',');
};
