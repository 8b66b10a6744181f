import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What the first visit of any page may load, compressed. */
const BUDGET_BYTES = 180_000;

export type Chunk = {
  readonly fileName: string;
  readonly code: string;
  readonly isEntry: boolean;
  /** The module a lazily loaded chunk was made for. */
  readonly facadeModuleId: string | null;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
};

/** What each route loads before it shows: the entry, the shell, the page, a panel's own list beside it. */
export const firstLoads = (chunks: readonly Chunk[]): ReadonlyMap<string, number> => {
  const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const entry = chunks.find(({ isEntry }) => isEntry);
  if (!entry) throw new Error('the build has no entry');
  const routes = entry.dynamicImports.flatMap((name) => named.get(name) ?? []);
  const shell = routes.filter((chunk) => moduleOf(chunk).endsWith('/shell.tsx'));
  const bytes = new Map(chunks.map(({ fileName, code }) => [fileName, gzipSync(code).length]));
  return new Map(
    routes.map((route) => {
      const list = routes.filter((other) => folderOf(other) === folderOf(route) && isPage(other));
      const needed = closure([entry, ...shell, ...list, route], named);
      const total = [...needed].reduce((sum, name) => sum + (bytes.get(name) ?? 0), 0);
      return [moduleOf(route), total];
    }),
  );
};

const moduleOf = ({ facadeModuleId, fileName }: Chunk): string => facadeModuleId ?? fileName;
const folderOf = (chunk: Chunk): string => moduleOf(chunk).replace(/[^/]*$/, '');
const isPage = (chunk: Chunk): boolean => /\/(register|people)-page\.tsx$/.test(moduleOf(chunk));

/** These chunks and all that they import at once. */
const closure = (start: readonly Chunk[], named: ReadonlyMap<string, Chunk>): Set<string> => {
  const found = new Set<string>();
  const waiting = [...start];
  for (let chunk = waiting.pop(); chunk; chunk = waiting.pop()) {
    if (found.has(chunk.fileName)) continue;
    found.add(chunk.fileName);
    waiting.push(...chunk.imports.flatMap((name) => named.get(name) ?? []));
  }
  return found;
};

/** Fails a build whose pages load too much at first. */
export const budget = (): Plugin => ({
  name: 'first-load-budget',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? [part] : []));
    for (const [route, size] of firstLoads(chunks)) {
      this.info(`${route}: ${(size / 1000).toFixed(0)} kB`);
      if (size > BUDGET_BYTES)
        this.error(`${route} loads ${size} bytes at first, more than ${BUDGET_BYTES}.`);
    }
  },
});
