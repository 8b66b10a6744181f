import type { KeyObject } from 'node:crypto';
import { rawPublicKey, sha256, signEd25519 } from '@bulwark/crypto';
import { isDuplicate, type Sql } from '@bulwark/db';
import { formatCheckpoint, formatNote, type Head, sameHash, signNote } from '@bulwark/trail';
import { type LedgerTree, TamperedLedger } from './ledger-tree.ts';
import { insertSigned, lastSigned, signedAt } from './repository.ts';
import { ruleOn } from './succession.ts';

export type SignerOptions = {
  readonly sql: Sql;
  readonly origin: string;
  /** The tenant's log key, read when it is needed. */
  readonly key: () => KeyObject;
  readonly rootAt: LedgerTree['rootAt'];
  readonly now: () => Date;
};

/**
 * Signs the head of what is committed, and keeps the checkpoint before anybody sees it. It never goes backwards.
 * @throws TamperedLedger instead
 */
export const createSigner = ({ sql, origin, key, rootAt, now }: SignerOptions) => {
  const noteOf = (head: Head): string => {
    const privateKey = key();
    const text = formatCheckpoint({ origin, ...head });
    const named = { name: origin, publicKey: rawPublicKey(privateKey) };
    const signature = signNote(text, named, { sha256, sign: signEd25519(privateKey) });
    return formatNote({ text, signatures: [signature] });
  };

  return async (head: Head): Promise<void> => {
    const last = await lastSigned(sql);
    if (!last && head.size === 0) return;
    const before = last && last.size < head.size ? await rootAt(last.size) : null;
    const ruling = ruleOn(head, last, before);
    if (ruling === 'signed already') return;
    if (ruling !== 'sign')
      throw new TamperedLedger(`${ruling}: ${last?.size} leaves were signed, now ${head.size}`);
    try {
      await insertSigned(sql, { ...head, note: noteOf(head) }, now());
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const other = await signedAt(sql, head.size);
      if (!other || !sameHash(other.root, head.root))
        throw new TamperedLedger(`another root was signed for ${head.size} leaves`);
    }
  };
};
