import { createHash } from 'node:crypto';
import type { Sql } from '@bulwark/db';
import type { Tx } from '@bulwark/events';
import { type About, problem, type Reply, type Sender } from '@bulwark/http';
import type { RecordType, StoredRecord, Values } from '@bulwark/record';
import type { Method } from '../types/risk-method.ts';
import type { GoodRow, Verdict } from './judge.ts';

type Written = { readonly record: StoredRecord; readonly about: About };
type Writing = { readonly values: Values; readonly sender: Sender; readonly now: Date };

export type ImportOptions = {
  readonly sql: Sql;
  readonly types: readonly RecordType[];
  readonly method: Method;
  /** Makes one record, as the register does. */
  readonly create: (
    tx: Tx,
    type: RecordType,
    writing: Writing & { source?: Values },
  ) => Promise<Written>;
  /** Changes the record of a reference where it differs; null when there is none of that reference. */
  readonly change: (
    tx: Tx,
    type: RecordType,
    writing: Writing & { reference: string },
  ) => Promise<(Written & { changed: boolean }) | null>;
};

/** What a judged file is answered with, and what the trail says of it. */
export const report = (verdict: Verdict, content: string, reason: string | null): Reply => {
  const { rows, good, errors, notes, notImported } = verdict;
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    body: { rows, valid: good.length, errors, notes, notImported },
    about: {
      ...(reason ? { reason } : {}),
      changes: [
        { path: '/file/sha256', before: null, after: sha256 },
        { path: '/rows', before: null, after: rows },
      ],
    },
  };
};

type Storing = {
  readonly type: RecordType;
  readonly content: string;
  readonly sender: Sender;
  readonly now: Date;
  readonly options: ImportOptions;
};

/** Stores every good row of a file, each with an entry of its own. */
export const storeRows = async (
  tx: Tx,
  verdict: Verdict,
  { type, content, ...rest }: Storing,
): Promise<Reply> => {
  const created: Written[] = [];
  const changed: Written[] = [];
  let unchanged = 0;
  for (const row of verdict.good) {
    const stored = await storeRow(tx, row, { type, ...rest });
    if (stored.how === 'created') created.push(stored);
    else if (stored.how === 'changed') changed.push(stored);
    else unchanged += 1;
  }
  if (changed.length > 0 && !rest.sender.claims.rights[type.page]?.includes('edit')) {
    throw problem(
      'forbidden',
      'Some rows change records that are there: this needs the right to edit.',
    );
  }
  const reply = report(verdict, content, null);
  const names = (written: readonly Written[]) => written.map(({ record }) => record);
  return {
    ...reply,
    body: {
      ...(reply.body as object),
      created: names(created),
      changed: names(changed),
      unchanged,
    },
    also: [
      ...created.map(({ about }) => entryOf(type, 'create', about)),
      ...changed.map(({ about }) => entryOf(type, 'edit', about)),
    ],
  };
};

const entryOf = ({ name }: RecordType, act: 'create' | 'edit', about: About) => ({
  action: `${name}.${act}`,
  kind: act === 'create' ? ('create' as const) : ('update' as const),
  about,
});

const storeRow = async (
  tx: Tx,
  { reference, values, source: kept }: GoodRow,
  { type, sender, now, options }: Omit<Storing, 'content'>,
): Promise<Written & { how: 'created' | 'changed' | 'unchanged' }> => {
  const known = reference
    ? await options.change(tx, type, { reference, values, sender, now })
    : null;
  if (known) return { ...known, how: known.changed ? 'changed' : 'unchanged' };
  const made = await options.create(tx, type, {
    values,
    sender,
    now,
    ...(kept ? { source: kept } : {}),
  });
  return { ...made, how: 'created' };
};
