import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { copyMigrations } from './migrations.ts';
import { fingerprint, sourceFiles } from './sources.ts';
import { buildWeb } from './web.ts';

/**
 * Makes <builds>/<id>/ from the clone unless it is there: node, cell.mjs, gateway.mjs, witness.mjs, backup-child.mjs, migrations/, web/.
 * Files belong to the one who builds, and nobody else can write them. Answers the build's id.
 */
export const makeBuild = async (
  clone: string,
  builds: string,
  say: (line: string) => void,
): Promise<string> => {
  const id = buildId(clone);
  const target = join(builds, id);
  if (existsSync(target)) return id;
  const began = performance.now();
  const draft = join(builds, `.${id}.${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o755 });
  await bundle(clone, draft);
  copyMigrations(clone, join(draft, 'migrations'));
  cpSync(join(clone, 'services/records/catalogues'), join(draft, 'catalogues'), {
    recursive: true,
  });
  copyFileSync(join(clone, 'docs/openapi.json'), join(draft, 'openapi.json'));
  copyFileSync(join(clone, 'deploy/platform/records.json'), join(draft, 'platform.json'));
  buildWeb(clone, join(draft, 'web'));
  placeNode(builds, draft);
  makeReadable(draft);
  renameSync(draft, target);
  say(`Built ${id} in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  return id;
};

const sources = [
  ...['packages', 'services', 'scripts/build'],
  ...['deploy/containers', 'deploy/host', 'deploy/platform'],
];

/** 12 hex digits of all that goes into a build. */
export const buildId = (clone: string): string => {
  const files = sourceFiles(clone, sources);
  const facts = [process.version, process.arch];
  return fingerprint(
    clone,
    [...files, join(clone, 'package-lock.json'), join(clone, 'docs/openapi.json')],
    facts,
  );
};

/** One copy of Node for all builds of a home: its pages are in memory once. */
const placeNode = (builds: string, draft: string): void => {
  const shared = join(builds, `.node-${process.version}-${process.arch}`);
  if (!existsSync(shared)) {
    const copy = `${shared}.${process.pid}`;
    copyFileSync(realpathSync(process.execPath), copy);
    chmodSync(copy, 0o755);
    renameSync(copy, shared);
  }
  linkSync(shared, join(draft, 'node'));
};

/** Tenants' accounts read and run it, whatever the umask is. */
const makeReadable = (folder: string): void => {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else chmodSync(path, entry.name === 'node' ? 0o755 : 0o644);
  }
};
