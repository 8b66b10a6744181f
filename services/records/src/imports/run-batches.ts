import type { Sql } from '@bulwark/db';
import type { InTransaction, Tx } from '@bulwark/events';
import { type EntryFrame, entryOf, Problem, type Sender } from '@bulwark/http';
import type { RecordType } from '@bulwark/record';
import type { Vault } from '@bulwark/runtime';
import {
  addCounts,
  type Batch,
  deleteChunks,
  findBatch,
  listRunning,
  moveBatch,
  takeChunk,
} from './batches-repository.ts';
import { openChunk, openSender } from './chunks.ts';
import { storeRows, type Write } from './store-rows.ts';

export type BatchOptions = {
  readonly sql: Sql;
  readonly inTransaction: InTransaction;
  readonly types: readonly RecordType[];
  readonly vault: Vault;
  readonly frame: EntryFrame;
  readonly now: () => Date;
  readonly write: Write;
};

/**
 * Stores what imports have left to do, chunk by chunk. The position moves by compare-and-set in the transaction that
 * stores the chunk: any number of processes may run this, and each may die at any instant. Told to stop, it ends the
 * chunk in hand.
 */
export const createBatchRunner =
  (options: BatchOptions) =>
  async (signal: AbortSignal): Promise<undefined> => {
    let failure: unknown = null;
    for (const { id } of await listRunning(options.sql)) {
      try {
        while (!signal.aborted && (await goOn(id, options)));
      } catch (error) {
        // Another import must not wait for this one.
        failure ??= error;
      }
    }
    if (failure) throw failure;
  };

/** Stores the next chunk of a batch. False: there is none. */
const goOn = async (id: string, options: BatchOptions): Promise<boolean> => {
  const batch = await findBatch(options.sql, id);
  if (batch?.state !== 'running') return false;
  try {
    await options.inTransaction((tx) => storeChunk(tx, batch, options));
    return true;
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'stale_revision') throw error;
    await options.inTransaction((tx) => stop(tx, batch, { ...options, why: error.message }));
    return false;
  }
};

const storeChunk = async (tx: Tx, batch: Batch, options: BatchOptions): Promise<void> => {
  if (!(await takeChunk(tx.sql, batch))) return;
  const type = options.types.find(({ name }) => name === batch.type);
  if (!type) throw new Error(`there is no type ${batch.type}`);
  const of = { vault: options.vault, batch: batch.id };
  const sender = await openSender(tx.sql, of);
  const rows = await openChunk(tx.sql, batch.position, of);
  const now = options.now();
  const stored = await storeRows(tx, rows, { type, sender, now, write: options.write });
  const route = routeOf(type);
  for (const act of stored.entries)
    tx.record(entryOf(sender, { ...act, route, now }, options.frame));
  const { unchanged } = stored;
  const [created, changed] = [stored.created.length, stored.changed.length];
  await addCounts(tx.sql, batch.id, { created, changed, unchanged });
  if (batch.position + 1 < batch.chunks) return;
  await moveBatch(tx.sql, batch.id, { from: 'running', to: 'done', problem: null, endedAt: now });
  await deleteChunks(tx.sql, batch.id);
  const counts = {
    created: batch.created + created,
    changed: batch.changed + changed,
    unchanged: batch.unchanged + unchanged,
  };
  tx.record(endEntry(batch, { sender, now, frame: options.frame, route, counts }));
};

const stop = async (
  tx: Tx,
  batch: Batch,
  { vault, frame, types, now: clock, why }: BatchOptions & { why: string },
): Promise<void> => {
  const now = clock();
  const end = { from: 'running', to: 'stopped', problem: why.slice(0, 500), endedAt: now } as const;
  if (!(await moveBatch(tx.sql, batch.id, end))) return;
  const sender = await openSender(tx.sql, { vault, batch: batch.id });
  const type = types.find(({ name }) => name === batch.type);
  const { created, changed, unchanged } = batch;
  const counts = { created, changed, unchanged };
  tx.record({
    ...endEntry(batch, { sender, now, frame, route: type ? routeOf(type) : '', counts }),
    outcome: 'failure',
    reason: 'stopped',
  });
};

type Ending = {
  readonly sender: Sender;
  readonly now: Date;
  readonly frame: EntryFrame;
  readonly route: string;
  readonly counts: { readonly [name: string]: number };
};

/** The route that the entries of an import name: the one it was asked by. */
const routeOf = ({ plural }: RecordType): string => `POST /api/records/${plural}/import`;

const endEntry = (
  { id, type }: Batch,
  { sender, now, frame, route, counts }: Ending,
): ReturnType<typeof entryOf> => {
  const changes = Object.entries(counts).map(([name, after]) => ({
    path: `/${name}`,
    before: null,
    after,
  }));
  const about = { resource: { type: 'import', id, rev: null }, changes };
  return entryOf(
    sender,
    { action: `${type}.import.end`, kind: 'execute', route, about, now },
    frame,
  );
};
