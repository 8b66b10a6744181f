import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { findProgram } from '../../deploy/host/apt.ts';
import { fetchPackages } from '../containers/newer-packages.ts';

const run = promisify(execFile);

/** One object of a Kubernetes manifest. */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
};

/** What a kustomization makes, by kubectl's own kustomize: the machine's, else that of Debian's newest release. */
export const composed = async (folder: string): Promise<readonly Manifest[]> => {
  const { stdout } = await run(await findKubectl(), ['kustomize', folder], { maxBuffer: 1 << 26 });
  return parseAllDocuments(stdout).map((document) => document.toJS());
};

const findKubectl = async (): Promise<string> => {
  const path = (process.env.PATH ?? '').split(':').filter(Boolean);
  const present = await findProgram('kubectl', path);
  return present ?? join(await fetchPackages(['kubectl']), 'usr/bin/kubectl');
};
