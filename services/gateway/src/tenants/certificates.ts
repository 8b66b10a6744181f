import { X509Certificate } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { TenantEntry } from '@bulwark/tenancy/directory';
import { tlsPolicy } from './tls.ts';

type Loaded = {
  /** Changes when one of the two files does. */
  readonly stamp: string;
  readonly context: SecureContext;
  readonly leaf: X509Certificate;
};

export type Contexts = {
  readonly byHost: ReadonlyMap<string, SecureContext>;
  /** What could not be used, by certificate or host. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
};

const stampOf = async (path: string): Promise<string> => {
  const { ino, size, mtimeMs, ctimeMs } = await stat(path);
  return [ino, size, mtimeMs, ctimeMs].join('-');
};

/** Looks at the mode of the very file it reads. */
const readSecret = async (path: string, others: number): Promise<Buffer> => {
  const file = await open(path, 'r');
  try {
    const { mode } = await file.stat();
    if (mode & others) throw new Error('the key may be read by others than its owner');
    return await file.readFile();
  } finally {
    await file.close();
  }
};

type Source = { readonly folder: string; readonly others: number };

const load = async (
  { folder, others }: Source,
  name: string,
  earlier: Loaded | undefined,
): Promise<Loaded> => {
  const [certificate, secret] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const stamp = `${await stampOf(certificate)} ${await stampOf(secret)}`;
  if (earlier?.stamp === stamp) return earlier;
  const [cert, key] = await Promise.all([readFile(certificate), readSecret(secret, others)]);
  return {
    stamp,
    context: createSecureContext({ ...tlsPolicy, cert, key }),
    leaf: new X509Certificate(cert),
  };
};

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/**
 * Reads the tenants' certificates again where a file has changed. A certificate that can't be used (half replaced, readable by others)
 * leaves the earlier one in service; a host that its certificate doesn't name gets none. `others` are the bits of a key's mode that refuse it.
 */
export const createCertificates = (folder: string, others: number) => {
  let loaded: ReadonlyMap<string, Loaded> = new Map();

  return async (tenants: readonly TenantEntry[]): Promise<Contexts> => {
    const next = new Map<string, Loaded>();
    const byHost = new Map<string, SecureContext>();
    const refused: { name: string; reason: string }[] = [];
    for (const { certificate: name, hosts } of tenants) {
      const earlier = loaded.get(name);
      const current = await load({ folder, others }, name, earlier).catch((error: unknown) => {
        refused.push({ name, reason: reasonOf(error) });
        return earlier;
      });
      if (!current) continue;
      next.set(name, current);
      for (const host of hosts) {
        if (current.leaf.checkHost(host)) byHost.set(host, current.context);
        else refused.push({ name: host, reason: `not a name of the certificate ${name}` });
      }
    }
    loaded = next;
    return { byHost, refused };
  };
};
