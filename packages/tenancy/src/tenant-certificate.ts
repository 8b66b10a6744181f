import { join } from 'node:path';
import { type Certified, certify, isGood, makeAuthority } from './certificate.ts';
import { readIfThere } from './files.ts';
import { type Installation, pathsOf, platformAccount } from './installation.ts';
import type { Place } from './parts.ts';
import { refusal } from './refusal.ts';

const root = { uid: null, gid: null } as const;

/** Makes the installation's certificate authority once. */
export const ensureAuthority = async (
  installation: Installation,
  place: Place,
  now: Date,
): Promise<void> => {
  const paths = pathsOf(installation);
  if ((await readIfThere(paths.ca)) !== null) return;
  const made = await makeAuthority(`${installation.apex} (local development)`, now);
  // The certificate comes last: once it is there, the key that belongs to it is, too.
  await place.file(paths.caKey, made.key, { ...root, mode: 0o400 });
  await place.file(paths.ca, `${made.certificate}\n`, { ...root, mode: 0o644 });
};

/** Gives a tenant its certificate, renews one that ends soon; answers whether it wrote one. */
export const ensureCertificate = async (
  installation: Installation,
  place: Place,
  wish: { readonly id: string; readonly hosts: readonly string[]; readonly now: Date },
): Promise<boolean> => {
  const authority = await readAuthority(installation);
  const folder = pathsOf(installation).certificates;
  const [file, keyFile] = [join(folder, `${wish.id}.pem`), join(folder, `${wish.id}.key`)];
  const [present, key] = [await readIfThere(file), await readIfThere(keyFile)];
  const question = { authority: authority.certificate, hosts: wish.hosts, now: wish.now };
  if (present && key && isGood(present, question)) return false;
  const made = await certify({ ...question, authority, ...(key ? { key } : {}) });
  const gateway = platformAccount(installation.uids, 'gateway');
  if (!key) await place.file(keyFile, made.key, { ...gateway, mode: 0o400 });
  await place.file(file, `${made.certificate}\n`, { ...gateway, mode: 0o444 });
  return true;
};

const readAuthority = async (installation: Installation): Promise<Certified> => {
  const paths = pathsOf(installation);
  const [certificate, key] = [await readIfThere(paths.ca), await readIfThere(paths.caKey)];
  if (certificate === null || key === null)
    throw refusal(`The certificate authority is missing: ${paths.ca}. Restore it from a backup.`);
  return { certificate, key };
};
