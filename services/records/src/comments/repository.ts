import { type Sql, sqlTime } from '@bulwark/db';

export type Comment = {
  readonly id: string;
  readonly author: string;
  /** Null once it was withdrawn. */
  readonly text: string | null;
  readonly mentions: readonly string[];
  readonly created: string;
  readonly withdrawn: string | null;
};

type Of = { readonly type: string; readonly recordId: string };

const COLUMNS = ['id', 'author', 'text', 'mentions', 'created', 'withdrawn'];

const commentFrom = ({ mentions, ...row }: Omit<Comment, 'mentions'> & { mentions: unknown }) => ({
  ...row,
  mentions: typeof mentions === 'string' ? JSON.parse(mentions) : (mentions as string[]),
});

/** What was said about a record last, oldest first. */
export const listComments = async (
  sql: Sql,
  { type, recordId }: Of,
  limit: number,
): Promise<Comment[]> => {
  const rows = await sql('comment')
    .where({ type, record_id: recordId })
    .orderBy([
      { column: 'created', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
    .select(COLUMNS);
  return rows.map(commentFrom).toReversed();
};

export const findComment = async (
  sql: Sql,
  { type, recordId }: Of,
  id: string,
): Promise<Comment | null> => {
  const row = await sql('comment').where({ id, type, record_id: recordId }).first(COLUMNS);
  return row ? commentFrom(row) : null;
};

export const insertComment = async (
  sql: Sql,
  { type, recordId }: Of,
  { id, author, text, mentions, created }: Omit<Comment, 'withdrawn'>,
): Promise<void> => {
  await sql('comment').insert({
    ...{ id, type, record_id: recordId, author, text, created: sqlTime(created) },
    mentions: JSON.stringify(mentions),
  });
};

/** Takes the words away; who said something, and when, stays. False: that was done before. */
export const withdrawComment = async (sql: Sql, id: string, now: Date): Promise<boolean> =>
  (await sql('comment')
    .where({ id })
    .whereNull('withdrawn')
    .update({ text: null, mentions: '[]', withdrawn: sqlTime(now) })) === 1;
