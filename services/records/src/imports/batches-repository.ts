import { type Sql, sqlTime } from '@bulwark/db';

/** An import on its way: `position` chunks of `chunks` are stored. */
export type Batch = {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly state: 'running' | 'done' | 'stopped';
  readonly chunks: number;
  readonly position: number;
  readonly total: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Why it stopped. */
  readonly problem: string | null;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
};

const COLUMNS = {
  id: 'id',
  type: 'type',
  source: 'source',
  state: 'state',
  chunks: 'chunks',
  position: 'position',
  total: 'total',
  created: 'created',
  changed: 'changed',
  unchanged: 'unchanged',
  problem: 'problem',
  startedBy: 'started_by',
  startedAt: 'started_at',
  endedAt: 'ended_at',
};

type NewBatch = Pick<Batch, 'id' | 'type' | 'source' | 'chunks' | 'total' | 'startedBy'> & {
  readonly sha256: string;
  readonly mapping: object;
  /** Sealed: in whose name the rows are stored. */
  readonly sender: string;
  readonly now: Date;
};

export const insertBatch = async (
  sql: Sql,
  { mapping, startedBy, now, ...batch }: NewBatch,
): Promise<void> => {
  await sql('import_batch').insert({
    ...batch,
    mapping: JSON.stringify(mapping),
    state: 'running',
    position: 0,
    created: 0,
    changed: 0,
    unchanged: 0,
    started_by: startedBy,
    started_at: sqlTime(now),
  });
};

type Chunk = { readonly batch: string; readonly n: number };

export const insertChunk = async (
  sql: Sql,
  { batch, n, content }: Chunk & { readonly content: string },
): Promise<void> => {
  await sql('import_chunk').insert({ batch, n, content });
};

export const findChunk = async (sql: Sql, { batch, n }: Chunk): Promise<string | null> =>
  (await sql('import_chunk').where({ batch, n }).first('content'))?.content ?? null;

export const deleteChunks = async (sql: Sql, batch: string): Promise<void> => {
  await sql('import_chunk').where({ batch }).delete();
};

export const findBatch = async (sql: Sql, id: string): Promise<Batch | null> =>
  (await sql('import_batch').where({ id }).first(COLUMNS)) ?? null;

/** Batches of a type, newest first. */
export const listBatches = async (sql: Sql, type: string, most: number): Promise<Batch[]> =>
  sql('import_batch').where({ type }).orderBy('started_at', 'desc').limit(most).select(COLUMNS);

export const listRunning = async (sql: Sql): Promise<{ id: string }[]> =>
  sql('import_batch').where({ state: 'running' }).orderBy(['started_at', 'id']).select('id');

export const findBatchSender = async (sql: Sql, id: string): Promise<string> =>
  (await sql('import_batch').where({ id }).first('sender'))?.sender ?? '';

/** Takes the next chunk in the transaction that stores it. False: somebody else has, or it was stopped. */
export const takeChunk = async (
  sql: Sql,
  { id, position }: Pick<Batch, 'id' | 'position'>,
): Promise<boolean> => {
  const taken = await sql('import_batch')
    .where({ id, position, state: 'running' })
    .update({ position: position + 1 });
  return taken === 1;
};

export const addCounts = async (
  sql: Sql,
  id: string,
  { created, changed, unchanged }: Pick<Batch, 'created' | 'changed' | 'unchanged'>,
): Promise<void> => {
  await sql('import_batch').where({ id }).increment({ created, changed, unchanged });
};

type End = {
  readonly from: Batch['state'];
  readonly to: Batch['state'];
  readonly problem: string | null;
  readonly endedAt: Date | null;
};

/** Moves a batch from one state to another. False: it is in another state by now. */
export const moveBatch = async (
  sql: Sql,
  id: string,
  { from, to, problem, endedAt }: End,
): Promise<boolean> => {
  const moved = await sql('import_batch')
    .where({ id, state: from })
    .update({ state: to, problem, ended_at: endedAt ? sqlTime(endedAt) : null });
  return moved === 1;
};
