import { createPublicKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seal } from '@bulwark/crypto';
import {
  cellPaths,
  findTenant,
  type Installation,
  type Place,
  pathsOf,
  tenantAccount,
} from '@bulwark/tenancy';

/**
 * Seals all secrets of a tenant to the operator's recovery key and lays them beside its public keys: the tenant's backups
 * carry them, and its containers, each of which has its own service's secrets alone, can not open them.
 */
export const sealSecrets = async (
  installation: Installation,
  place: Place,
  slug: string,
): Promise<void> => {
  const tenant = await findTenant(installation, slug);
  if (!tenant) return;
  const paths = cellPaths(installation, tenant.id);
  const secrets: Record<string, string> = {};
  for (const part of await readdir(paths.secrets))
    for (const name of await readdir(join(paths.secrets, part)))
      secrets[`${part}/${name}`] = await readFile(join(paths.secrets, part, name), 'utf8');
  const recovery = createPublicKey(await readFile(pathsOf(installation).recoveryKey));
  const text = seal(JSON.stringify(secrets), {
    recipients: { recovery },
    context: `${tenant.id}|cell`,
  });
  const { gid } = tenantAccount(tenant.uids);
  await place.file(paths.sealedSet, text, { uid: null, gid, mode: 0o440 });
};
