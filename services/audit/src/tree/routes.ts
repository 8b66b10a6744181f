import { problem, type Route, route } from '@bulwark/http';
import { z } from '@bulwark/record';
import { type Hash, leafHash, provesInclusion, type Sha256, toBase64 } from '@bulwark/trail';
import type { LedgerTree } from './ledger-tree.ts';
import type { Published } from './repository.ts';

export type TreeRouteOptions = {
  readonly tree: Pick<LedgerTree, 'catchUp' | 'inclusion'>;
  readonly lastPublished: () => Promise<Published | null>;
  /** The bytes of a leaf; null when the ledger is not that long. */
  readonly readLeaf: (leaf: number) => Promise<Uint8Array | null>;
  /** The keys that a verifier must know beforehand, as signed-note writes them. */
  readonly keys: () => { readonly log: string; readonly witness: string };
  readonly sha256: Sha256;
};

const hash = z.base64().length(44);
const published = {
  /** The signed note: the log's signature and the witness's. */
  checkpoint: z.string(),
  size: z.int(),
  root: hash,
  time: z.string(),
  keys: z.object({ log: z.string(), witness: z.string() }),
};

/** What anybody needs to verify the trail without trusting this service. */
export const treeRoutes = (options: TreeRouteOptions): Route[] => [
  route({
    method: 'GET',
    path: '/checkpoint',
    summary: 'The last checkpoint of the trail that the witness cosigned',
    permission: 'trail:view',
    audit: { when: 'view', action: 'trail.checkpoint' },
    response: z.object(published),
    read: async () => ({ body: shown(await demandPublished(options), options) }),
  }),
  route({
    method: 'GET',
    path: '/entries/:leaf/proof',
    summary: 'An entry as it was hashed, with the proof that the checkpoint contains it',
    permission: 'trail:view',
    audit: { when: 'view', action: 'trail.prove' },
    params: z.strictObject({ leaf: z.coerce.number().int().min(0) }),
    response: z.object({
      ...published,
      leaf: z.int(),
      /** The leaf's bytes as text. */
      entry: z.string(),
      hash,
      /** The audit path of RFC 6962, lowest hash first. */
      proof: z.array(hash),
    }),
    read: async ({ params: { leaf } }) => ({
      body: await prove(leaf, options),
      about: { resource: { type: 'leaf', id: String(leaf), rev: null } },
    }),
  }),
];

const demandPublished = async ({ lastPublished }: TreeRouteOptions): Promise<Published> => {
  const last = await lastPublished();
  if (!last) throw problem('not_found', 'No checkpoint was cosigned yet. Try again in a moment.');
  return last;
};

const shown = ({ note, size, root, time }: Published, { keys }: TreeRouteOptions) => ({
  checkpoint: note,
  size,
  root: toBase64(root),
  time,
  keys: keys(),
});

const prove = async (leaf: number, options: TreeRouteOptions) => {
  const { readLeaf, tree, sha256 } = options;
  const last = await demandPublished(options);
  const bytes = await readLeaf(leaf);
  if (!bytes) throw problem('not_found', 'The trail has no such entry.');
  if (leaf >= last.size)
    throw problem('conflict', 'No cosigned checkpoint contains this entry yet. Try again soon.');
  await tree.catchUp();
  const proof = await tree.inclusion(leaf, last.size);
  const own = leafHash(bytes, sha256);
  const { size, root } = last;
  if (!provesInclusion({ leaf, size, hash: own, root, proof }, sha256))
    throw new Error(`leaf ${leaf} is not what was hashed`);
  const texts = proof.map((one: Hash) => toBase64(one));
  const entry = Buffer.from(bytes).toString();
  return { ...shown(last, options), leaf, entry, hash: toBase64(own), proof: texts };
};
