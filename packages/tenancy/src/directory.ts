import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTenant, type TenantEntry, tenantIdPattern } from './entry.ts';

export type { ServiceAddress, TenantEntry, TenantState } from './entry.ts';
export { parseTenant } from './entry.ts';

export type RefusedTenant = { readonly file: string; readonly reason: string };

/** What a folder of tenants holds: the entries that can be believed, and the files that can't, with the reason. */
export type TenantDirectory = {
  readonly tenants: readonly TenantEntry[];
  readonly refused: readonly RefusedTenant[];
};

const fileOf = (id: string): string => `${id}.json`;
const isTenantFile = (file: string): boolean =>
  file.endsWith('.json') && tenantIdPattern.test(file.slice(0, -'.json'.length));

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const readTenant = async (folder: string, file: string): Promise<TenantEntry | RefusedTenant> => {
  try {
    const entry = parseTenant(JSON.parse(await readFile(join(folder, file), 'utf8')));
    return fileOf(entry.id) === file ? entry : { file, reason: `holds the tenant ${entry.id}` };
  } catch (error) {
    return { file, reason: reasonOf(error) };
  }
};

const isRefused = (read: TenantEntry | RefusedTenant): read is RefusedTenant => 'reason' in read;
const isEntry = (read: TenantEntry | RefusedTenant): read is TenantEntry => !isRefused(read);

/** A host that two tenants claim belongs to neither: one customer's visitors must never land in another's cell. */
const refuseSharedHosts = (entries: readonly TenantEntry[]): TenantDirectory => {
  const claims = Map.groupBy(
    entries
      .filter(({ state }) => state !== 'deleted')
      .flatMap(({ id, hosts }) => hosts.map((host) => ({ id, host }))),
    ({ host }) => host,
  );
  const sharedHost = ({ id, hosts }: TenantEntry): string | undefined =>
    hosts.find((host) => claims.get(host)?.some((claim) => claim.id !== id));
  return {
    tenants: entries.filter((entry) => entry.state === 'deleted' || !sharedHost(entry)),
    refused: entries
      .filter(({ state }) => state !== 'deleted')
      .flatMap((entry) => {
        const host = sharedHost(entry);
        return host ? [{ file: fileOf(entry.id), reason: `host ${host} has another tenant` }] : [];
      }),
  };
};

/**
 * Reads every `<id>.json` of the folder, in the order of ids. One bad file refuses that tenant alone; a folder that can't be listed throws.
 */
export const readDirectory = async (folder: string): Promise<TenantDirectory> => {
  const files = (await readdir(folder)).filter(isTenantFile).sort();
  const reads = await Promise.all(files.map((file) => readTenant(folder, file)));
  const { tenants, refused } = refuseSharedHosts(reads.filter(isEntry));
  return { tenants, refused: [...reads.filter(isRefused), ...refused] };
};

/** Every tenant, in the order of ids; throws when a single file can't be believed, as operator tasks must not overlook one. */
export const readTenants = async (folder: string): Promise<readonly TenantEntry[]> => {
  const { tenants, refused } = await readDirectory(folder);
  const [first] = refused;
  if (first) throw new Error(`${join(folder, first.file)}: ${first.reason}`);
  return tenants;
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeDurably = async (path: string, text: string): Promise<void> => {
  const handle = await open(path, 'wx', 0o644);
  try {
    await handle.writeFile(text);
    await handle.chmod(0o644);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Puts the tenant's file in place at once: a reader sees the old entry or the new one, also after a crash. */
export const writeTenant = async (folder: string, entry: TenantEntry): Promise<void> => {
  const checked = parseTenant(entry);
  const temporary = join(folder, `.${checked.id}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, `${JSON.stringify(checked, null, 2)}\n`);
    await rename(temporary, join(folder, fileOf(checked.id)));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
};
