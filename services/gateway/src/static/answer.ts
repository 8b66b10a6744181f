import type { Build, StaticFile } from './build.ts';

type Asked = {
  readonly method: string;
  /** Judged before: plain, and its escapes are UTF-8. */
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
};

export type StaticAnswer =
  | {
      readonly is: 'refused';
      readonly code: 'method_not_allowed' | 'not_found' | 'build_unavailable';
    }
  | {
      readonly is: 'file';
      readonly status: 200 | 304;
      readonly isHashed: boolean;
      readonly headers: readonly string[];
      readonly content: Buffer;
    };

const start = '/index.html';

/** Paths of the user interface have no dot in their last part; what has one is a file, or nothing. */
const isPage = (path: string): boolean =>
  !path.startsWith('/assets/') && !path.slice(path.lastIndexOf('/')).includes('.');

const find = (build: Build, path: string): StaticFile | undefined =>
  build.get(path) ?? (isPage(path) ? build.get(start) : undefined);

const brotli = /^\s*br\s*(?:;\s*q=([\d.]+)\s*)?$/i;

const takesBrotli = (accepted: string | undefined): boolean =>
  (accepted ?? '').split(',').some((coding) => {
    const found = brotli.exec(coding);
    return found !== null && Number(found[1] ?? 1) > 0;
  });

const knows = (tags: string | undefined, etag: string): boolean =>
  (tags ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

/** What of the build answers a request. */
export const answerFrom = (build: Build, { method, path, headers }: Asked): StaticAnswer => {
  if (method !== 'GET' && method !== 'HEAD') return { is: 'refused', code: 'method_not_allowed' };
  if (!build.has(start)) return { is: 'refused', code: 'build_unavailable' };
  const file = find(build, decodeURIComponent(path));
  if (file === undefined) return { is: 'refused', code: 'not_found' };
  const short = takesBrotli(headers.get('accept-encoding')) ? file.brotli : null;
  const etag = short ? `${file.etag.slice(0, -1)}-br"` : file.etag;
  const common = ['ETag', etag, 'Vary', 'Accept-Encoding'];
  if (knows(headers.get('if-none-match'), etag))
    return {
      is: 'file',
      status: 304,
      isHashed: file.isHashed,
      headers: common,
      content: Buffer.alloc(0),
    };
  const content = short ?? file.content;
  const own = ['Content-Type', file.type, 'Content-Length', String(content.length)];
  const coding = short ? ['Content-Encoding', 'br'] : [];
  return {
    is: 'file',
    status: 200,
    isHashed: file.isHashed,
    headers: [...common, ...own, ...coding],
    content: method === 'HEAD' ? Buffer.alloc(0) : content,
  };
};
