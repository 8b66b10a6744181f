import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type ServiceAddress = { readonly front: string; readonly peer: string };

/** One customer as gateway and driver see it: no credential, no address of a database. */
export type TenantEntry = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly state: 'active' | 'suspended' | 'provisioning' | 'deleted';
  readonly shard: string;
  readonly uids: { readonly base: number; readonly count: number } | null;
  readonly build: string;
  readonly epoch: number;
  readonly packing: 'compact' | 'split';
  readonly hosts: readonly string[];
  readonly services: Readonly<Record<string, ServiceAddress>>;
  readonly certificate: string;
};

const entryFile = /^t[a-z2-7]{9}\.json$/;

/** Every tenant of a directory, by id. A folder that is not there holds none. */
export const readTenants = async (folder: string): Promise<readonly TenantEntry[]> => {
  const names = (await readdir(folder)).filter((name) => entryFile.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => JSON.parse(text));
};

/** Writes one entry by rename: a reader sees the old or the new one, never half of one. */
export const writeTenant = async (folder: string, entry: TenantEntry): Promise<void> => {
  const target = join(folder, `${entry.id}.json`);
  const draft = join(folder, `.${entry.id}.${process.pid}.draft`);
  await writeFile(draft, `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o644 });
  await rename(draft, target);
};
