import { createPrivateKey } from 'node:crypto';
import { rawPublicKey, sha256, signEd25519 } from '@bulwark/crypto/ed25519';
import {
  type AddCheckpoint,
  type Checkpoint,
  cosign,
  formatNote,
  formatSignature,
  type Note,
  type NoteSignature,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  verifiedSignatures,
} from '@bulwark/trail';
import { judge } from './judge.ts';
import type { KnownLog, Logs } from './logs.ts';
import type { Store } from './store.ts';

export type Reply = {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
};

export type CosignerOptions = {
  readonly name: string;
  /** PEM of the witness's own key. */
  readonly key: string;
  readonly findLog: Logs['find'];
  readonly store: Store;
  readonly now: () => Date;
  /** Told of what a log must never do; `note` is the proof of it. */
  readonly alarm: (msg: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** Answers add-checkpoint of C2SP tlog-witness: a cosignature for what continues the log's last cosigned checkpoint. */
export const createCosigner = ({ name, key, findLog, store, now, alarm }: CosignerOptions) => {
  const privateKey = createPrivateKey(key);
  const named = { name, publicKey: rawPublicKey(privateKey) };
  const signing = { sha256, sign: signEd25519(privateKey) };
  const inTurn = turns();

  const cosignNext = async (id: string, request: Request): Promise<Reply> => {
    const verdict = judge(request, await store.read(id));
    if (verdict.kind === 'malformed')
      return refusal(400, 'the old size is larger than the new one');
    if (verdict.kind === 'conflict') {
      if (verdict.isFork) alarm('a fork was refused', { id, note: request.sent });
      return { status: 409, type: 'text/x.tlog.size', body: `${verdict.size}\n` };
    }
    if (verdict.kind === 'unproven') {
      alarm('an unproven checkpoint was refused', { id, note: request.sent });
      return refusal(422, 'the consistency proof does not verify');
    }
    const seconds = Math.floor(now().getTime() / 1000);
    const mine = cosign({ text: request.note.text, seconds }, named, signing);
    const signatures = [...request.signatures, mine];
    await store.write(id, formatNote({ text: request.note.text, signatures }));
    return { status: 200, body: formatSignature(mine) };
  };

  return async (body: string): Promise<Reply> => {
    const asked = parse(body);
    if (!asked) return refusal(400, 'not an add-checkpoint request');
    const log = await findLog(asked.checkpoint.origin);
    if (!log) return refusal(404, 'the origin is not known here');
    const signatures = await signaturesOf(asked.note, log);
    if (signatures.length === 0) return refusal(403, 'no key of this origin signed it');
    return await inTurn(log.id, () => cosignNext(log.id, { ...asked, signatures }));
  };
};

type Parsed = Omit<AddCheckpoint, 'note'> & {
  readonly sent: string;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
};
type Request = Parsed & { readonly signatures: readonly NoteSignature[] };

const parse = (body: string): Parsed | null => {
  try {
    const { old, proof, note: sent } = parseAddCheckpoint(body);
    const note = parseNote(sent);
    return { old, proof, sent, note, checkpoint: parseCheckpoint(note.text) };
  } catch {
    return null;
  }
};

const signaturesOf = async (note: Note, { verifiers }: KnownLog): Promise<NoteSignature[]> => {
  try {
    return await verifiedSignatures(note, verifiers);
  } catch {
    return [];
  }
};

const refusal = (status: number, reason: string): Reply => ({ status, body: `${reason}\n` });

/** Reading what was cosigned last and writing what comes next must be one act: one request of a log after the other. */
const turns = () => {
  const queues = new Map<string, Promise<unknown>>();
  return <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(id) ?? Promise.resolve()).then(work);
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (queues.get(id) === settled) queues.delete(id);
      });
    queues.set(id, settled);
    return turn;
  };
};
