import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@bulwark/crypto';
import { connectAdministrator } from '@bulwark/db/administrator';
import { readTenants } from '@bulwark/tenancy';
import { createTree, leafHash, sameHash, unpackBundle } from '@bulwark/trail';
import type { RealInstallation } from '../world/installation.ts';

/** What one tenant's database says after the storm: each lane as its service numbered it, and the ledger's leaves. */
export const readEvidence = async ({ home }: RealInstallation, slug: string) => {
  const [tenant] = (await readTenants(join(home, 'tenants'))).filter((one) => one.slug === slug);
  if (!tenant) throw new Error(`there is no tenant ${slug}`);
  const { query, close } = await connectAdministrator({
    socketPath: join(home, 'database', 'mariadb.sock'),
    user: 'root',
    password: (await readFile(join(home, 'database', 'root.password'), 'utf8')).trim(),
  });
  try {
    const lanes: { [service: string]: { n: number; payload: string }[] } = {};
    for (const service of Object.keys(tenant.services)) {
      const rows = await query(
        `SELECT n, payload FROM \`${tenant.id}_${service}\`.outbox WHERE stream = 'audit' ORDER BY n`,
      );
      lanes[service] = rows.map(({ n, payload }) => ({ n: Number(n), payload: String(payload) }));
    }
    const bundles = await query(
      `SELECT first_leaf, leaves, entries FROM \`${tenant.id}_ledger\`.bundle ORDER BY first_leaf`,
    );
    const leaves = bundles.flatMap(({ entries }) =>
      unpackBundle(entries as Buffer).map((entry) => Buffer.from(entry).toString()),
    );
    const published = await query(
      `SELECT size, root FROM \`${tenant.id}_ledger\`.cosignature JOIN \`${tenant.id}_ledger\`.checkpoint USING (size) ORDER BY size DESC`,
    );
    const records = await query(`SELECT id FROM \`${tenant.id}_records\`.risk`);
    return {
      lanes,
      leaves,
      published: published.map(({ size, root }) => ({ size: Number(size), root: root as Buffer })),
      records: records.map(({ id }) => String(id)),
    };
  } finally {
    await close();
  }
};
export type Evidence = Awaited<ReturnType<typeof readEvidence>>;

type Entry = { service: string; action: string; outcome: string; resource: { id: string } | null };

/**
 * What is wrong, in words; nothing when every lane is dense and stands in the ledger whole, once and in order, every
 * acknowledged record exists with exactly one entry, and each cosigned checkpoint is one of these leaves.
 */
export const faultsIn = (
  { lanes, leaves, published, records }: Evidence,
  acknowledged: readonly string[],
): string[] => {
  const faults = faultsInTree(leaves, published);
  const entries = leaves.map((text) => ({ text, entry: JSON.parse(text) as Entry }));
  for (const [service, lane] of Object.entries(lanes)) {
    const hole = lane.findIndex(({ n }, index) => n !== index + 1);
    if (hole >= 0) faults.push(`the lane of ${service} has a hole at ${hole + 1}`);
    const inLedger = entries.filter(({ entry }) => entry.service === service);
    if (inLedger.length !== lane.length) {
      faults.push(`${service} committed ${lane.length} entries, the ledger has ${inLedger.length}`);
    }
    const wrong = lane.findIndex(({ payload }, index) => inLedger[index]?.text !== payload);
    if (wrong >= 0) faults.push(`entry ${wrong + 1} of ${service} stands elsewhere in the ledger`);
  }
  const made = new Map<string, number>();
  for (const { entry } of entries) {
    if (entry.action !== 'risk.create' || entry.outcome !== 'success') continue;
    const id = entry.resource?.id ?? '';
    made.set(id, (made.get(id) ?? 0) + 1);
  }
  const known = new Set(records);
  for (const id of acknowledged) {
    if (!known.has(id)) faults.push(`the record ${id} was acknowledged and is gone`);
    if (made.get(id) !== 1) faults.push(`the record ${id} has ${made.get(id) ?? 0} entries`);
  }
  for (const id of records) {
    if (made.get(id) !== 1) faults.push(`the stored record ${id} has ${made.get(id) ?? 0} entries`);
  }
  return faults;
};

const faultsInTree = (leaves: readonly string[], published: Evidence['published']): string[] => {
  const cosigned = new Map(published.map(({ size, root }) => [size, root]));
  const faults: string[] = [];
  if (!cosigned.has(leaves.length))
    faults.push(`no witness cosigned the ${leaves.length} leaves, but ${published[0]?.size ?? 0}`);
  const tree = createTree(sha256);
  for (const leaf of leaves) {
    tree.append(leafHash(Buffer.from(leaf), sha256));
    const root = cosigned.get(tree.size());
    if (root && !sameHash(root, tree.root()))
      faults.push(`another tree of ${tree.size()} was cosigned`);
  }
  return faults;
};
