import type { Tx } from '@bulwark/events';
import { type About, Problem, problem, type Reply, type Sender } from '@bulwark/http';
import type { RecordType, StoredRecord, Values } from '@bulwark/record';
import type { GoodRow } from './verdict.ts';

type Written = { readonly record: StoredRecord; readonly about: About };
type Writing = { readonly values: Values; readonly sender: Sender; readonly now: Date };

export type Write = {
  /** Makes one record under an id, as the register does. */
  readonly create: (
    tx: Tx,
    type: RecordType,
    writing: Writing & { id: string; source?: Values },
  ) => Promise<Written>;
  /** Changes the record of a reference where it differs; null when there is none of that reference. */
  readonly change: (
    tx: Tx,
    type: RecordType,
    writing: Writing & { reference: string },
  ) => Promise<(Written & { changed: boolean }) | null>;
};

export type Storing = {
  readonly type: RecordType;
  readonly sender: Sender;
  readonly now: Date;
  readonly write: Write;
};

export type Stored = {
  readonly created: readonly StoredRecord[];
  readonly changed: readonly StoredRecord[];
  readonly unchanged: number;
  /** An entry for each record that was made or changed. */
  readonly entries: NonNullable<Reply['also']>;
};

/** Stores rows, each with an entry of its own. @throws Problem that names the row */
export const storeRows = async (
  tx: Tx,
  rows: readonly GoodRow[],
  storing: Storing,
): Promise<Stored> => {
  const { type, sender } = storing;
  const created: Written[] = [];
  const changed: Written[] = [];
  for (const row of rows) {
    const stored = await storeRow(tx, row, storing).catch((error) => nameRow(error, row));
    if (stored.how === 'created') created.push(stored);
    if (stored.how === 'changed') changed.push(stored);
  }
  if (changed.length > 0) demandEdit(type, sender);
  return {
    created: created.map(({ record }) => record),
    changed: changed.map(({ record }) => record),
    unchanged: rows.length - created.length - changed.length,
    entries: [
      ...created.map(({ about }) => entryOf(type, 'create', about)),
      ...changed.map(({ about }) => entryOf(type, 'edit', about)),
    ],
  };
};

/** Whoever may only create does not change by importing what is there. @throws Problem `forbidden` */
export const demandEdit = ({ page }: RecordType, { claims }: Sender): void => {
  if (claims.rights[page]?.includes('edit')) return;
  throw problem(
    'forbidden',
    'Some rows change records that are there: this needs the right to edit.',
  );
};

const entryOf = ({ name }: RecordType, act: 'create' | 'edit', about: About) => ({
  action: `${name}.${act}`,
  kind: act === 'create' ? ('create' as const) : ('update' as const),
  about,
});

const storeRow = async (
  tx: Tx,
  { id, reference, values, source }: GoodRow,
  { type, sender, now, write }: Storing,
): Promise<Written & { how: 'created' | 'changed' | 'unchanged' }> => {
  const writing = { values, sender, now };
  const known = reference ? await write.change(tx, type, { ...writing, reference }) : null;
  if (known) return { ...known, how: known.changed ? 'changed' : 'unchanged' };
  const made = await write.create(tx, type, { ...writing, id, ...(source ? { source } : {}) });
  return { ...made, how: 'created' };
};

const nameRow = (error: unknown, { row }: GoodRow): never => {
  if (!(error instanceof Problem)) throw error;
  const { code, status, title, message } = error;
  throw new Problem(code, status, title, { detail: `Row ${row}: ${message}`, cause: error });
};
