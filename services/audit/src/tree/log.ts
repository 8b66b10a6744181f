import { privateKeyFrom, rawPublicKey, sha256 } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import type { Route } from '@bulwark/http';
import { type Ports, sleep } from '@bulwark/runtime';
import { formatKey, LOG_KEY, originOfLog, unpackBundle } from '@bulwark/trail';
import { askWitness } from './ask.ts';
import { createKeeper } from './keeper.ts';
import { createLedgerTree, type LedgerTreeOptions } from './ledger-tree.ts';
import { createPublisher } from './publisher.ts';
import { lastPublished } from './repository.ts';
import { treeRoutes } from './routes.ts';
import { createSigner } from './signer.ts';

type Ledger = LedgerTreeOptions & {
  readonly sql: Sql;
  readonly bundleWith: (leaf: number) => Promise<{ first: number; entries: Uint8Array } | null>;
};

/** The tenant's transparency log: tree, checkpoints and their way to the witness. `grow` is called after each commit. */
export const createLog = (
  { cell, keys, secret, alarm, now, keepTrying }: Ports,
  ledger: Ledger,
): { readonly grow: () => void; readonly routes: readonly Route[] } => {
  const { sql, bundleWith } = ledger;
  const { witness } = cell;
  const origin = originOfLog(cell.apex, cell.id);
  const tree = createLedgerTree(ledger);
  const publish = witness
    ? keepTrying(
        'witness',
        createPublisher({
          sql,
          key: witness.key,
          ask: (body) => askWitness(witness, body),
          // What another process of this service signed may be past this one's tree.
          consistency: async (range) => {
            await tree.catchUp();
            return tree.consistency(range);
          },
          alarm,
          now,
        }),
      )
    : () => {};
  const key = () => privateKeyFrom(secret('log.key').reveal());
  const sign = createSigner({ sql, origin, key, rootAt: tree.rootAt, now });
  const grow = keepTrying('tree', createKeeper({ tree, sign, signed: publish, alarm, now, sleep }));
  const logKey = (): string => {
    const publicKey = keys.audit?.log?.key;
    if (!publicKey) throw new Error('keys.json names no log key of audit');
    return formatKey(
      { name: origin, type: LOG_KEY, publicKey: rawPublicKey(publicKey) },
      { sha256 },
    );
  };
  const routes = treeRoutes({
    tree,
    lastPublished: () => lastPublished(sql),
    readLeaf: async (leaf) => {
      const bundle = await bundleWith(leaf);
      return bundle ? (unpackBundle(bundle.entries)[leaf - bundle.first] ?? null) : null;
    },
    keys: () => ({ log: logKey(), witness: witness?.key ?? '' }),
    sha256,
  });
  return { grow, routes };
};
