import { sha256, verifyEd25519 } from '@bulwark/crypto';
import { isDuplicate, type Sql } from '@bulwark/db';
import type { Alarm } from '@bulwark/events';
import {
  formatAddCheckpoint,
  type NoteVerifier,
  parseKey,
  parseNote,
  parseSignature,
  parseSize,
  verifiedSignatures,
  verifierOf,
} from '@bulwark/trail';
import type { WitnessAnswer } from './ask.ts';
import type { LedgerTree } from './ledger-tree.ts';
import { keepCosignature, lastCosigned, lastSigned, type Signed } from './repository.ts';

export type PublisherOptions = {
  readonly sql: Sql;
  /** The witness's key, as signed-note writes it. */
  readonly key: string;
  readonly ask: (body: string) => Promise<WitnessAnswer>;
  readonly consistency: LedgerTree['consistency'];
  readonly alarm: Alarm;
  readonly now: () => Date;
};

/** Brings the last signed checkpoint to the witness; cosigned it is published. */
export const createPublisher = (options: PublisherOptions) => {
  const { sql, ask, consistency, alarm, now } = options;
  const verifier = verifierOf(parseKey(options.key, { sha256 }), { sha256, verify: verifyEd25519 });
  const witness = `${verifier.name}+${verifier.keyId}`;
  let alarmed = '';
  const alarmOnce = (kind: string, facts: Readonly<Record<string, string | number>>): void => {
    const said = JSON.stringify([kind, facts]);
    if (said !== alarmed) alarm(kind, facts);
    alarmed = said;
  };

  const keep = async ({ size, note }: Signed, body: string): Promise<void> => {
    const line = await cosignatureIn(body, note, verifier);
    await keepCosignature(sql, { size, witness, line }, now()).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
  };

  /** Offers a checkpoint as what follows `old`; answers the size that the witness knows when that is another one. */
  const offer = async (signed: Signed, old: number): Promise<number | null> => {
    const proof = await consistency({ from: old, to: signed.size });
    const { status, body } = await ask(formatAddCheckpoint({ old, proof, note: signed.note }));
    if (status === 200) {
      await keep(signed, body);
      return null;
    }
    const size = status === 409 ? parseSize(body.trimEnd()) : null;
    if (size !== null && size !== old && size <= signed.size) return size;
    const latest = await lastSigned(sql);
    // Another process of this service was faster: what it signed is looked at in the next attempt.
    if (size !== null && latest && latest.size > signed.size && latest.size >= size)
      throw new Error(`the witness is at ${size} leaves already`);
    alarmOnce('the witness refuses the ledger', {
      status,
      offered: signed.size,
      witnessed: size ?? old,
    });
    throw new Error(`the witness answered ${status} to ${signed.size} leaves after ${old}`);
  };

  let isCompared = false;
  return async (): Promise<void> => {
    const signed = await lastSigned(sql);
    if (!signed) return;
    const old = await lastCosigned(sql, witness);
    // Once after a start it is asked in any case: it may remember more than an old copy of the database does.
    if (isCompared && old === signed.size) return;
    const known = await offer(signed, Math.min(old, signed.size));
    if (known !== null) await offer(signed, known);
    isCompared = true;
  };
};

/** The line by which this witness cosigned a note. @throws Error when there is none that verifies */
const cosignatureIn = async (
  body: string,
  note: string,
  verifier: NoteVerifier,
): Promise<string> => {
  for (const line of body.split('\n').filter(Boolean)) {
    const signatures = [parseSignature(line)];
    const good = await verifiedSignatures({ ...parseNote(note), signatures }, [verifier]);
    if (good.length > 0) return line;
  }
  throw new Error('the witness sent no cosignature of its own');
};
