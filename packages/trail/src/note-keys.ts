import type { Sha256 } from './commitment.ts';
import { keyIdOf, type NoteKey, type NoteSignature, type NoteVerifier } from './note.ts';

/** How a log signs its checkpoints: Ed25519 over the note's text. */
export const LOG_KEY = 0x01;
/** How a witness cosigns them: Ed25519 with a timestamp (C2SP tlog-cosignature, cosignature/v1). */
export const WITNESS_KEY = 0x04;

const encoder = new TextEncoder();

/** Ed25519 of the platform: node:crypto on a server, WebCrypto in a browser. `publicKey` is the 32 bytes of RFC 8032. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

type Platform = { readonly sha256: Sha256; readonly verify: VerifyEd25519 };

/** @throws Error for a key of neither kind */
export const verifierOf = (key: NoteKey, { sha256, verify }: Platform): NoteVerifier => {
  const { name, type, publicKey } = key;
  const named = { name, keyId: keyIdOf(key, { sha256 }) };
  if (type === LOG_KEY)
    return {
      ...named,
      verify: (text, signature) =>
        signature.length === 64 && verify(publicKey, encoder.encode(text), signature),
    };
  if (type !== WITNESS_KEY) throw new Error(`${name} has a key of an unknown kind`);
  return {
    ...named,
    verify: (text, signature) =>
      signature.length === 72 &&
      verify(publicKey, cosigned(text, cosignedAt(signature)), signature.subarray(8)),
  };
};

type Signing = { readonly sha256: Sha256; readonly sign: (message: Uint8Array) => Uint8Array };

/** A log's signature of a note's text. */
export const signNote = (
  text: string,
  key: Omit<NoteKey, 'type'>,
  { sha256, sign }: Signing,
): NoteSignature => ({
  name: key.name,
  keyId: keyIdOf({ ...key, type: LOG_KEY }, { sha256 }),
  bytes: sign(encoder.encode(text)),
});

/** A witness's signature of a checkpoint's text; `seconds` since 1970. */
export const cosign = (
  { text, seconds }: { readonly text: string; readonly seconds: number },
  key: Omit<NoteKey, 'type'>,
  { sha256, sign }: Signing,
): NoteSignature => {
  const bytes = new Uint8Array(72);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds));
  bytes.set(sign(cosigned(text, BigInt(seconds))), 8);
  return { name: key.name, keyId: keyIdOf({ ...key, type: WITNESS_KEY }, { sha256 }), bytes };
};

/** When a witness cosigned, in seconds since 1970. */
export const cosignedAt = (signature: Uint8Array): bigint =>
  new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0);

const cosigned = (text: string, seconds: bigint): Uint8Array =>
  encoder.encode(`cosignature/v1\ntime ${seconds}\n${text}`);
