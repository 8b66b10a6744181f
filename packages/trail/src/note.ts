import { fromBase64, type Sha256, toBase64 } from './commitment.ts';

/** A text with signatures (C2SP signed-note). The text ends with a newline. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** `keyId` is 8 hexadecimal digits, `bytes` what follows the key id. */
export type NoteSignature = {
  readonly name: string;
  readonly keyId: string;
  readonly bytes: Uint8Array;
};

/** Verifies the signatures of one key; only name and key id together name it. */
export type NoteVerifier = {
  readonly name: string;
  readonly keyId: string;
  readonly verify: (text: string, signature: Uint8Array) => boolean | Promise<boolean>;
};

/** Most signatures that a note may have; C2SP asks for at least 16. */
const MOST_SIGNATURES = 32;
const LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u;
/** Control characters but the newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a note must not hold
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** @throws Error for what is no note, or has no signature */
export const parseNote = (note: string): Note => {
  if (CONTROL.test(note) || !note.isWellFormed()) throw new Error('a note is plain text');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new Error('the note has no signatures');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw new Error('the note has too many signatures');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
};

/** @throws Error for what is no signature line; the newline at its end is not part of it */
export const parseSignature = (line: string): NoteSignature => {
  const [, name, encoded] = LINE.exec(line) ?? [];
  if (!name || !encoded) throw new Error('not a signature line of a note');
  const bytes = strictBase64(encoded);
  if (bytes.length < 5) throw new Error('a signature is longer than its key id');
  return { name, keyId: toHex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
};

/** One line, with its newline. */
export const formatSignature = ({ name, keyId, bytes }: NoteSignature): string => {
  const all = new Uint8Array(4 + bytes.length);
  all.set(fromHex(keyId));
  all.set(bytes, 4);
  return `— ${name} ${toBase64(all)}\n`;
};

export const formatNote = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map(formatSignature).join('')}`;

/**
 * The signatures of a note that these keys made; those of unknown keys are ignored. @throws Error when a known key's
 * signature is wrong
 */
export const verifiedSignatures = async (
  { text, signatures }: Note,
  verifiers: readonly NoteVerifier[],
): Promise<NoteSignature[]> => {
  const good: NoteSignature[] = [];
  for (const signature of signatures) {
    const { name, keyId } = signature;
    const verifier = verifiers.find((one) => one.name === name && one.keyId === keyId);
    if (!verifier) continue;
    if (!(await verifier.verify(text, signature.bytes)))
      throw new Error(`the signature of ${name} does not verify`);
    good.push(signature);
  }
  return good;
};

/** The id of a key: SHA-256(name ‖ 0x0A ‖ type ‖ public key), its first four bytes in hexadecimal. */
export const keyIdOf = (
  { name, type, publicKey }: NoteKey,
  { sha256 }: { sha256: Sha256 },
): string => {
  const head = new TextEncoder().encode(`${name}\n`);
  const bytes = new Uint8Array(head.length + 1 + publicKey.length);
  bytes.set(head);
  bytes[head.length] = type;
  bytes.set(publicKey, head.length + 1);
  return toHex(sha256(bytes).subarray(0, 4));
};

/** A public key of 32 bytes with its name and signature type: 0x01 a log's Ed25519, 0x04 a witness's cosignature. */
export type NoteKey = {
  readonly name: string;
  readonly type: number;
  readonly publicKey: Uint8Array;
};

/** A key as one line of text: `<name>+<key id>+<base64 of type ‖ public key>`. */
export const formatKey = (key: NoteKey, { sha256 }: { sha256: Sha256 }): string => {
  const bytes = new Uint8Array(1 + key.publicKey.length);
  bytes[0] = key.type;
  bytes.set(key.publicKey, 1);
  return `${key.name}+${keyIdOf(key, { sha256 })}+${toBase64(bytes)}`;
};

/** @throws Error for what is no key, or whose id is another key's */
export const parseKey = (line: string, { sha256 }: { sha256: Sha256 }): NoteKey => {
  const [, name = '', keyId, encoded = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
  const bytes = strictBase64(encoded);
  const [type] = bytes;
  if (type === undefined || bytes.length !== 33) throw new Error('not the key of a note');
  const key = { name, type, publicKey: bytes.subarray(1) };
  if (keyIdOf(key, { sha256 }) !== keyId) throw new Error(`the key id of ${name} is wrong`);
  return key;
};

/** Base64 as RFC 4648 §4 writes it, and in no other spelling. @throws Error otherwise */
export const strictBase64 = (text: string): Uint8Array => {
  const bytes = fromBase64(text);
  if (toBase64(bytes) !== text) throw new Error('not base64');
  return bytes;
};

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
