import { sha256 } from '@bulwark/crypto/ed25519';
import {
  type Checkpoint,
  emptyRoot,
  type Hash,
  type Head,
  provesConsistency,
  sameHash,
} from '@bulwark/trail';

export type Asked = {
  /** The size that the log believes was cosigned last. */
  readonly old: number;
  readonly checkpoint: Checkpoint;
  readonly proof: readonly Hash[];
};

/** `conflict`: the log and the witness do not agree on what came before; `size` is what the witness cosigned last. */
export type Verdict =
  | { readonly kind: 'consistent' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'conflict'; readonly size: number; readonly isFork: boolean }
  | { readonly kind: 'unproven' };

/** Decides on a checkpoint whose signature is good; `last` is what was cosigned last, null for never (C2SP tlog-witness). */
export const judge = ({ old, checkpoint, proof }: Asked, last: Head | null): Verdict => {
  if (old > checkpoint.size) return { kind: 'malformed' };
  const from = last ?? { size: 0, root: emptyRoot(sha256) };
  if (old !== from.size) return { kind: 'conflict', size: from.size, isFork: false };
  if (checkpoint.size === from.size && !sameHash(checkpoint.root, from.root))
    return { kind: 'conflict', size: from.size, isFork: true };
  return provesConsistency({ from, to: checkpoint, proof }, sha256)
    ? { kind: 'consistent' }
    : { kind: 'unproven' };
};
