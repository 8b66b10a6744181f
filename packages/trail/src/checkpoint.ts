import { toBase64 } from './commitment.ts';
import type { Hash } from './merkle.ts';
import { strictBase64 } from './note.ts';
import type { Head } from './proofs.ts';

/** What a log says of itself at one size: the text of a note (C2SP tlog-checkpoint). */
export type Checkpoint = Head & { readonly origin: string };

/** The origin of a tenant's log; it names neither the tenant's company nor an address that must exist. */
export const originOfLog = (apex: string, tenant: string): string => `${apex}/${tenant}`;

export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** @throws Error for anything else than three lines: extension lines are no part of this log */
export const parseCheckpoint = (text: string): Checkpoint => {
  const [origin, size, root, end, ...more] = text.split('\n');
  if (!origin || !size || !root || end !== '' || more.length > 0)
    throw new Error('a checkpoint has three lines');
  const hash = strictBase64(root);
  if (hash.length !== 32) throw new Error('the root is no SHA-256');
  return { origin, size: parseSize(size), root: hash };
};

/** What a log sends to a witness: C2SP tlog-witness, add-checkpoint. */
export type AddCheckpoint = {
  /** The size that the log believes the witness cosigned last; 0 for never. */
  readonly old: number;
  readonly proof: readonly Hash[];
  /** The signed checkpoint. */
  readonly note: string;
};

const MOST_HASHES = 63;

export const formatAddCheckpoint = ({ old, proof, note }: AddCheckpoint): string =>
  `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;

/** @throws Error for a body that is none */
export const parseAddCheckpoint = (body: string): AddCheckpoint => {
  const end = body.indexOf('\n\n');
  if (end < 0) throw new Error('the checkpoint is missing');
  const [first = '', ...hashes] = body.slice(0, end).split('\n');
  if (!first.startsWith('old ')) throw new Error('the old size is missing');
  if (hashes.length > MOST_HASHES) throw new Error('the proof is too long');
  const proof = hashes.map(strictBase64);
  if (proof.some(({ length }) => length !== 32)) throw new Error('the proof holds no SHA-256');
  return { old: parseSize(first.slice(4)), proof, note: body.slice(end + 2) };
};

/** ASCII digits without leading zeroes. */
export const parseSize = (text: string): number => {
  const size = Number(text);
  if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(size))
    throw new Error(`'${text.slice(0, 30)}' is no size of a tree`);
  return size;
};
