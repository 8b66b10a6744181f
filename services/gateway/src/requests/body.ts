import type { ProblemCode } from '../problem.ts';
import type { Headers } from './headers.ts';

/** `length` is null when the body comes in chunks. */
export type Body = { readonly length: number | null; readonly limit: number };
type ReadBody = { readonly body: Body | null } | { readonly refused: ProblemCode };

const kilobyte = 1024;
const limits = {
  import: 32_768 * kilobyte,
  record: 2048 * kilobyte,
  json: 256 * kilobyte,
  other: 64 * kilobyte,
};

const isImport = (path: string): boolean =>
  /^\/api\/records\/[^/]+\/import(?:\/inspect)?$/.test(path);
const isJson = (contentType: string | undefined): boolean =>
  contentType !== undefined && /^application\/json\s*(?:;|$)/i.test(contentType);

const limitOf = (path: string, contentType: string | undefined): number => {
  if (!isJson(contentType)) return limits.other;
  if (isImport(path)) return limits.import;
  return path.startsWith('/api/records/') ? limits.record : limits.json;
};

type Asked = { readonly method: string; readonly path: string; readonly headers: Headers };

/** What body a request announces and how many bytes of it may come. */
export const readBody = ({ method, path, headers }: Asked): ReadBody => {
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return { refused: 'body_unexpected' };
  const length = coding === undefined ? Number(headers.get('content-length') ?? 0) : null;
  if (length === 0) return { body: null };
  if (method === 'GET' || method === 'HEAD') return { refused: 'body_unexpected' };
  if (headers.has('content-encoding')) return { refused: 'content_encoding_refused' };
  const limit = limitOf(path, headers.get('content-type'));
  if (length !== null && length > limit) return { refused: 'content_too_large' };
  return { body: { length, limit } };
};
