import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clone } from '../settings.ts';
import type { Manifest } from './compose.ts';

const run = promisify(execFile);
const cache = join(clone, 'node_modules/.cache/bulwark');

type Model = new (data: unknown) => { validate(): void };

/**
 * What is wrong with manifests by the types that Kubernetes publishes; none when nothing is. Fields that a type does not
 * have are faults, too: a cluster drops a misspelt one without a word, and with it what it was to forbid.
 */
export const faultsOf = async (manifests: readonly Manifest[]): Promise<readonly string[]> => {
  const values = await Promise.all(manifests.map(wrongValues));
  return [...values.flat(), ...(await unknownFields(manifests))];
};

const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** By the schemas: types, formats, what is required. */
const wrongValues = async (manifest: Manifest): Promise<readonly string[]> => {
  const { apiVersion, kind } = manifest;
  const group = await import(`kubernetes-models/${apiVersion}`).catch(() => ({}));
  const Kind: Model | undefined = group[kind];
  if (!Kind) return [`${nameOf(manifest)}: Kubernetes has no ${kind} in ${apiVersion}`];
  try {
    new Kind(manifest).validate();
    return [];
  } catch (error) {
    return [`${nameOf(manifest)}: ${error instanceof Error ? error.message : String(error)}`];
  }
};

/** By the compiler: JSON is a literal of TypeScript, and a literal may have no field that its type does not know. */
const unknownFields = async (manifests: readonly Manifest[]): Promise<readonly string[]> => {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'kubernetes-'));
  try {
    const files = manifests.map((_, index) => `${index}.ts`);
    await Promise.all(
      manifests.map((one, index) => writeFile(join(folder, `${index}.ts`), typed(one))),
    );
    const said = await compile(folder, files);
    return said
      .filter((line) => line.includes('error TS'))
      .map((line) => {
        const [, index, fault] = /^(\d+)\.ts\(.*?\): error \w+: (.*)/.exec(line) ?? [];
        const manifest = index ? manifests[Number(index)] : undefined;
        return manifest ? `${nameOf(manifest)}: ${fault}` : line;
      });
  } finally {
    await rm(folder, { recursive: true });
  }
};

const typed = (manifest: Manifest): string =>
  [
    `import type { I${manifest.kind} } from 'kubernetes-models/${manifest.apiVersion}';`,
    `export const manifest: I${manifest.kind} = ${JSON.stringify(manifest, null, 2)};`,
  ].join('\n');

const flags = [
  '--ignoreConfig',
  '--noEmit',
  '--strict',
  '--skipLibCheck',
  '--module',
  'nodenext',
  '--types',
  'node',
];

const compile = async (folder: string, files: readonly string[]): Promise<readonly string[]> => {
  const tsc = join(clone, 'node_modules/.bin/tsc');
  const { stdout } = await run(tsc, [...flags, ...files], { cwd: folder }).catch(
    (failed: { stdout: string }) => failed,
  );
  return stdout.split('\n');
};
