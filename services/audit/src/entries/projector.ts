import type { Sql } from '@bulwark/db';
import type { InTransaction } from '@bulwark/events';
import { readEntry, unpackBundle } from '@bulwark/trail';
import {
  advanceProjected,
  insertEntries,
  type ProjectedEntry,
  readProjected,
} from './repository.ts';

export type ProjectorOptions = {
  readonly sql: Sql;
  readonly inTransaction: InTransaction;
  readonly readBundle: (first: number) => Promise<Buffer | null>;
};

/** Makes the searchable rows from the ledger's bundles. They are no evidence: they can be made again at any time. */
export const createProjector = ({ sql, inTransaction, readBundle }: ProjectorOptions) => {
  const project = async (): Promise<void> => {
    for (;;) {
      const from = await readProjected(sql);
      const bundle = await readBundle(from);
      if (!bundle) return;
      const leaves = unpackBundle(bundle);
      await inTransaction(async (tx) => {
        if (!(await advanceProjected(tx.sql, from, from + leaves.length))) return;
        await insertEntries(
          tx.sql,
          leaves.flatMap((leaf, index) => rowOf(leaf, from + index)),
        );
      });
    }
  };
  return { project };
};

/** A quarantine leaf has no row: it is found by its leaf number in the ledger. */
const rowOf = (leaf: Uint8Array, index: number): ProjectedEntry[] => {
  const bytes = Buffer.from(leaf).toString();
  try {
    return [{ leaf: index, bytes, entry: readEntry(bytes) }];
  } catch {
    return [];
  }
};
