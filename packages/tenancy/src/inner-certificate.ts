import { join } from 'node:path';
import { type Certified, certify, isGood, makeAuthority } from './certificate.ts';
import { containerHost } from './containers.ts';
import type { TenantEntry } from './entry.ts';
import { readIfThere } from './files.ts';
import {
  type Account,
  cellPaths,
  type Installation,
  pathsOf,
  tenantAccount,
} from './installation.ts';
import type { Place } from './parts.ts';
import { refusal } from './refusal.ts';
import { services } from './schemas.ts';

const root = { uid: null, gid: null } as const;

/** Makes once the authority by which processes in containers know each other. */
export const ensureInnerAuthority = async (
  installation: Installation,
  place: Place,
  now: Date,
): Promise<void> => {
  const { innerCa, innerCaKey } = pathsOf(installation);
  if ((await readIfThere(innerCa)) !== null) return;
  const made = await makeAuthority(`${installation.apex} (inner)`, now);
  await place.file(innerCaKey, made.key, { ...root, mode: 0o400 });
  await place.file(innerCa, `${made.certificate}\n`, { ...root, mode: 0o644 });
};

/** The authority's certificate as PEM. @throws a refusal when it was never made */
export const readInnerCa = async (installation: Installation): Promise<string> =>
  (await readInner(installation)).certificate;

const readInner = async (installation: Installation): Promise<Certified> => {
  const { innerCa, innerCaKey } = pathsOf(installation);
  const [certificate, key] = [await readIfThere(innerCa), await readIfThere(innerCaKey)];
  if (certificate === null || key === null)
    throw refusal(`The inner authority is missing: ${innerCa}. Restore it from a backup.`);
  return { certificate, key };
};

export type InnerWish = {
  /** `<file>.pem` and `<file>.key` are written. */
  readonly file: string;
  /** A client's first name says who it is, e.g. `gateway`. */
  readonly names: readonly string[];
  readonly purpose: 'server' | 'client';
  readonly account: Account;
};

/** Gives a process its inner certificate, renews one that ends soon; answers whether it wrote one. */
export const ensureInner = async (
  installation: Installation,
  { place, now }: { readonly place: Place; readonly now: Date },
  { file, names, purpose, account }: InnerWish,
): Promise<boolean> => {
  const authority = await readInner(installation);
  const present = await readIfThere(`${file}.pem`);
  const wish = { authority: authority.certificate, hosts: names, now };
  if (present && (await readIfThere(`${file}.key`)) && isGood(present, wish)) return false;
  const made = await certify({ authority, hosts: names, now, purpose });
  await place.file(`${file}.key`, made.key, { ...account, mode: 0o400 });
  await place.file(`${file}.pem`, `${made.certificate}\n`, { ...account, mode: 0o400 });
  return true;
};

/** The certificates that a tenant's services show at their doors, where those are ports. */
export const ensureDoors = async (
  installation: Installation,
  around: { readonly place: Place; readonly now: Date },
  tenant: Pick<TenantEntry, 'id' | 'slug' | 'uids' | 'packing'>,
): Promise<void> => {
  const { containers } = installation;
  if (!containers) return;
  const { secretsOf } = cellPaths(installation, tenant.id);
  for (const service of services)
    await ensureInner(installation, around, {
      file: join(secretsOf(service), 'door'),
      names: [containerHost(containers, tenant, service)],
      purpose: 'server',
      account: tenantAccount(tenant.uids),
    });
};
