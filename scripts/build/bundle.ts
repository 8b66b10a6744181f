import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { services } from '@bulwark/tenancy';
import { build, type Plugin } from 'esbuild';
import { slim } from './slim.ts';

/** Drivers of other databases and native extras that libraries name, but that are not installed. */
const absent = [
  'better-sqlite3',
  'mariadb',
  'mariadb/callback',
  'mysql',
  'oracledb',
  'pg',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'tedious',
];

/** CommonJS code in an ES module misses these. */
const banner = [
  "import { createRequire as requireOfBundle } from 'node:module';",
  'const require = requireOfBundle(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join(' ');

/**
 * Bundles cell, every service alone, gateway, witness, the backup's child and what containers run besides into a folder:
 * cell.mjs, identity.mjs, …, gateway.mjs, witness.mjs, backup-child.mjs, operator.mjs, healthy.mjs, and a chunk for each
 * library that is imported lazily, so that its text is in no heap before it is needed.
 */
export const bundle = async (clone: string, target: string): Promise<void> => {
  await build({
    absWorkingDir: clone,
    entryPoints: {
      cell: 'services/cell/src/main.ts',
      ...Object.fromEntries(services.map((name) => [name, `services/${name}/src/main.ts`])),
      'backup-child': 'services/backup/src/child.ts',
      gateway: 'services/gateway/src/main.ts',
      witness: 'services/witness/src/main.ts',
      operator: 'deploy/containers/main.ts',
      healthy: 'packages/runtime/src/healthy.ts',
    },
    outdir: target,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: banner },
    external: absent,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [slim(clone), argon2(clone, target)],
  });
  copyFonts(clone, join(target, 'fonts'));
};

/** The fonts of printed registers are read from beside the bundle. */
const copyFonts = (clone: string, target: string): void => {
  const inter = join(clone, 'node_modules/@expo-google-fonts/inter');
  mkdirSync(target, { recursive: true });
  for (const file of ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'])
    copyFileSync(join(inter, file), join(target, basename(file)));
};

/** The password hash's native part is copied beside the bundle and loaded from there. */
const argon2 = (clone: string, target: string): Plugin => ({
  name: 'argon2',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^@node-rs\/argon2$/ }, () => ({
      path: 'argon2',
      namespace: 'native',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'native' }, () => {
      const native = nativeArgon2(clone);
      copyFileSync(native, join(target, 'argon2.node'));
      return { contents: loader(clone), loader: 'js' };
    });
  },
});

const loader = (clone: string): string => {
  const index = readFileSync(join(clone, 'node_modules/@node-rs/argon2/index.js'), 'utf8');
  const names = [...index.matchAll(/^module\.exports\.(\w+) =/gm)].map(([, name]) => name);
  return [
    "import { createRequire } from 'node:module';",
    "const native = createRequire(import.meta.url)('./argon2.node');",
    `export const { ${names.join(', ')} } = native;`,
  ].join('\n');
};

const nativeArgon2 = (clone: string): string => {
  const scope = join(clone, 'node_modules', '@node-rs');
  const libc = existsSync('/etc/alpine-release') ? 'musl' : 'gnu';
  const folder = `argon2-linux-${process.arch}-${libc}`;
  const file = readdirSync(join(scope, folder)).find((name) => name.endsWith('.node'));
  if (!file) throw new Error(`${folder} holds no native module`);
  return join(scope, folder, file);
};
