import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyFrom, rawPublicKey, sha256, verifyEd25519 } from '@bulwark/crypto';
import {
  type Checkpoint,
  fromBase64,
  LOG_KEY,
  leafHash,
  originOfLog,
  parseCheckpoint,
  parseKey,
  parseNote,
  provesInclusion,
  verifiedSignatures,
  verifierOf,
} from '@bulwark/trail';

/** Somebody who verifies a tenant's trail with keys from the operator, not with what the trail says of itself. */
export const openVerifier = (cell: string) => {
  const spec = JSON.parse(readFileSync(join(cell, 'cell.json'), 'utf8'));
  const keys = JSON.parse(readFileSync(join(cell, 'keys', 'keys.json'), 'utf8'));
  const platform = { sha256, verify: verifyEd25519 };
  const origin = originOfLog(spec.apex, spec.id);
  const publicKey = rawPublicKey(publicKeyFrom(keys.audit.log.jwk));
  const log = verifierOf({ name: origin, type: LOG_KEY, publicKey }, platform);
  const witness = verifierOf(parseKey(spec.witness.key, { sha256 }), platform);

  /** @throws Error unless both the log and the witness signed it */
  const open = async (text: string): Promise<Checkpoint> => {
    const note = parseNote(text);
    const good = await verifiedSignatures(note, [log, witness]);
    if (good.length !== 2) throw new Error('not signed by both');
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint.origin !== origin) throw new Error('another log');
    return checkpoint;
  };

  type Shown = { checkpoint: string; leaf: number; entry: string; proof: readonly string[] };
  /** Whether the entry that an answer shows stands in the checkpoint that it shows. */
  const contains = async ({ checkpoint, leaf, entry, proof }: Shown): Promise<boolean> => {
    const { size, root } = await open(checkpoint);
    const hash = leafHash(Buffer.from(entry), sha256);
    return provesInclusion({ leaf, size, hash, root, proof: proof.map(fromBase64) }, sha256);
  };
  return { open, contains };
};
