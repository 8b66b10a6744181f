import { createHash } from 'node:crypto';
import type { Tx } from '@bulwark/events';
import type { Reply, Sender } from '@bulwark/http';
import type { RecordType } from '@bulwark/record';
import type { Vault } from '@bulwark/runtime';
import type { Assessment } from './assess.ts';
import { progressOf } from './batch-routes.ts';
import { findBatch, insertBatch } from './batches-repository.ts';
import { cut, sealChunks, sealSender } from './chunks.ts';
import type { SentFile } from './file.ts';
import type { Mapping } from './mapping.ts';
import { storeRows, type Write } from './store-rows.ts';

export type StoreFileOptions = {
  readonly newId: () => string;
  readonly vault: Vault;
  readonly write: Write;
  /** Wakes the work that stores large imports. */
  readonly nudge: () => void;
};

type Asked = {
  readonly file: SentFile & { readonly mapping: Mapping; readonly source: string };
  readonly type: RecordType;
  readonly sender: Sender;
  readonly now: Date;
  readonly options: StoreFileOptions;
};

/** Stores a good file. What fits one transaction is stored at once, anything larger chunk by chunk after the answer. */
export const storeFile = async (tx: Tx, assessment: Assessment, asked: Asked): Promise<Reply> => {
  const chunks = cut(assessment.good);
  if (chunks.length > 1) return begin(tx, assessment, { ...asked, chunks });
  const { file, type, sender, now, options } = asked;
  const { entries, ...stored } = await storeRows(tx, assessment.good, {
    type,
    sender,
    now,
    write: options.write,
  });
  const reply = report(assessment, file);
  return { ...reply, body: { ...(reply.body as object), ...stored }, also: entries };
};

/** Keeps a file, sealed, and in whose name it is stored. */
const begin = async (
  tx: Tx,
  assessment: Assessment,
  { file, type, sender, now, options, chunks }: Asked & { readonly chunks: readonly string[] },
): Promise<Reply> => {
  const id = options.newId();
  const of = { vault: options.vault, batch: id };
  await insertBatch(tx.sql, {
    id,
    type: type.name,
    source: file.source,
    sha256: digestOf(file),
    mapping: file.mapping,
    sender: await sealSender(tx.sql, sender, of),
    chunks: chunks.length,
    total: assessment.good.length,
    startedBy: sender.claims.sub ?? '',
    now,
  });
  await sealChunks(tx.sql, chunks, of);
  const batch = await findBatch(tx.sql, id);
  if (!batch) throw new Error('the import was not stored');
  const reply = report(assessment, file, { resource: { type: 'import', id, rev: null } });
  const body = { ...(reply.body as object), batch: progressOf(batch) };
  return { ...reply, status: 202, body, after: options.nudge };
};

/** What a judged file is answered with, and what the trail says of it. */
export const report = (
  { good, ...verdict }: Assessment,
  file: SentFile,
  about: Reply['about'] = {},
): Reply => ({
  body: { ...verdict, valid: good.length },
  about: {
    ...about,
    changes: [
      { path: '/file/sha256', before: null, after: digestOf(file) },
      { path: '/rows', before: null, after: verdict.rows },
    ],
  },
});

/** SHA-256 of the file as it was chosen: of a workbook's bytes, of a text's UTF-8. */
const digestOf = ({ content, format }: SentFile): string =>
  createHash('sha256')
    .update(content, format === 'xlsx' ? 'base64' : 'utf8')
    .digest('hex');
