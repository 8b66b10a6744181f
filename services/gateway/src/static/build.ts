import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export type StaticFile = {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content, so that it may be kept for ever. */
  readonly isHashed: boolean;
  readonly content: Buffer;
  /** The same by brotli, where the build has it: `<file>.br`. */
  readonly brotli: Buffer | null;
};

/** The files of one build by request path; a path that is no key has no file, so nothing outside can be reached. */
export type Build = ReadonlyMap<string, StaticFile>;

const types: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const hashed = /^\/assets\/(?:[^/]+\/)*[^/]+-[\w-]{8,}\.\w+$/;

const compressedName = '.br';

const readStatic = async (
  file: string,
  path: string,
  isCompressed: boolean,
): Promise<StaticFile> => {
  const content = await readFile(file);
  const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  const brotli = isCompressed ? await readFile(`${file}${compressedName}`) : null;
  return { type, etag, isHashed: hashed.test(path), content, brotli };
};

/** Reads a build's folder, symbolic links left out. It never changes once made, and is small enough to keep. */
export const readBuild = async (folder: string): Promise<Build> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const all = new Set(files);
  const plain = files.filter(
    (file) => !(file.endsWith(compressedName) && all.has(file.slice(0, -compressedName.length))),
  );
  const read = plain.map(async (file): Promise<[string, StaticFile]> => {
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    return [path, await readStatic(file, path, all.has(`${file}${compressedName}`))];
  });
  return new Map(await Promise.all(read));
};

/** Builds by name, each read once; those in nobody's use are forgotten. */
export const createBuilds = (folderOf: (build: string) => string) => {
  const builds = new Map<string, Promise<Build>>();
  return {
    get: (name: string): Promise<Build> => {
      const known = builds.get(name);
      if (known) return known;
      const build = readBuild(folderOf(name));
      builds.set(name, build);
      build.catch(() => builds.delete(name));
      return build;
    },
    keep: (used: ReadonlySet<string>): void => {
      for (const name of builds.keys()) if (!used.has(name)) builds.delete(name);
    },
  };
};
