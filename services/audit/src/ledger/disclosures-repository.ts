import { type Sql, sqlTime } from '@bulwark/db';

export type SubjectKey = {
  readonly subject: string;
  readonly keyId: string;
  readonly wrapped: string;
};

export const findSubjectKeys = async (
  sql: Sql,
  subjects: readonly string[],
): Promise<SubjectKey[]> =>
  sql('subject_key')
    .whereIn('subject', [...subjects])
    .select('subject', { keyId: 'key_id' }, 'wrapped');

/** Keeps a new key unless the subject has one already. */
export const insertSubjectKey = async (
  sql: Sql,
  { subject, keyId, wrapped }: SubjectKey,
  now: Date,
): Promise<void> => {
  await sql('subject_key')
    .insert({ subject, key_id: keyId, wrapped, created: sqlTime(now) })
    .onConflict('subject')
    .ignore();
};

export type Disclosure = {
  readonly entryId: string;
  readonly path: string;
  readonly subject: string;
  readonly sealed: string;
};

/** Keeps openings; one that is there already stays as it is. */
export const insertDisclosures = async (sql: Sql, rows: readonly Disclosure[]): Promise<void> => {
  if (rows.length === 0) return;
  await sql('disclosure')
    .insert(rows.map(({ entryId, ...row }) => ({ entry_id: entryId, ...row })))
    .onConflict(['entry_id', 'path'])
    .ignore();
};

export const findDisclosures = async (
  sql: Sql,
  entryIds: readonly string[],
): Promise<Disclosure[]> =>
  sql('disclosure')
    .whereIn('entry_id', [...entryIds])
    .select({ entryId: 'entry_id' }, 'path', 'subject', 'sealed');
