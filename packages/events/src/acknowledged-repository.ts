import { type Sql, sqlTime } from '@bulwark/db';
import type { Stream } from './run.ts';

type Acknowledged = {
  readonly stream: Stream;
  readonly reader: string;
  readonly epoch: number;
  readonly n: number;
};

/** Notes how far a reader has made a stream its own. */
export const storeAcknowledged = async (
  sql: Sql,
  { stream, reader, epoch, n }: Acknowledged,
): Promise<void> => {
  await sql('acknowledged')
    .insert({ stream, reader, epoch, n })
    .onConflict(['stream', 'reader'])
    .merge({ epoch, n });
};

/** What every one of these readers is known to have; 0 as long as one of them, or nobody, has said anything in this epoch. */
export const readAcknowledged = async (
  sql: Sql,
  { stream, epoch }: Pick<Acknowledged, 'stream' | 'epoch'>,
  readers: readonly string[],
): Promise<number> => {
  const rows = await sql('acknowledged')
    .where({ stream, epoch })
    .whereIn('reader', [...readers])
    .select('reader', 'n');
  const known = new Map(rows.map(({ reader, n }) => [reader, Number(n)]));
  const all = readers.map((reader) => known.get(reader) ?? 0);
  return all.length === 0 ? 0 : Math.min(...all);
};

type Span = Pick<Acknowledged, 'stream' | 'epoch'> & { readonly upTo: number };

/** The number before the first entry that is younger than a moment, at most `upTo`. */
export const readOlder = async (
  sql: Sql,
  { stream, epoch, upTo }: Span,
  than: Date,
): Promise<number> => {
  const row = await sql('outbox')
    .where({ stream, epoch })
    .andWhere('n', '<=', upTo)
    .andWhere('created', '>=', sqlTime(than))
    .min({ n: 'n' })
    .first();
  return row?.n ? Number(row.n) - 1 : upTo;
};

const CHUNK = 500;

/** Takes entries away from the front of the outbox, a few at a time. */
export const deleteOutbox = async (sql: Sql, { stream, epoch, upTo }: Span): Promise<void> => {
  for (;;) {
    const gone = await sql('outbox')
      .where({ stream, epoch })
      .andWhere('n', '<=', upTo)
      .orderBy('n')
      .limit(CHUNK)
      .delete();
    if (gone < CHUNK) return;
  }
};
