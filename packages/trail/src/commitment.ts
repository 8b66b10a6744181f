import { canonical, type Json } from './canonical.ts';

/** SHA-256 over bytes: node:crypto on a server, any synchronous implementation elsewhere. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Stands in an entry for a value that may have to be forgotten: base64 of SHA-256(salt ‖ JCS(value)). */
export type Commitment = { readonly '~': string };

/** What opens a commitment: where it stands in the entry (JSON pointer), whose value it is, 16 bytes of salt as base64. */
export type Opening = {
  readonly path: string;
  readonly subject: string;
  readonly salt: string;
  readonly value: Json;
};

const encoder = new TextEncoder();

/** Commits to a value under a fresh 128-bit salt. */
export const commit = (value: Json, salt: Uint8Array, sha256: Sha256): Commitment => {
  const text = encoder.encode(canonical(value));
  const bytes = new Uint8Array(salt.length + text.length);
  bytes.set(salt);
  bytes.set(text, salt.length);
  return { '~': toBase64(sha256(bytes)) };
};

/** Whether an opening really opens a commitment. */
export const opens = (commitment: Commitment, opening: Opening, sha256: Sha256): boolean =>
  commit(opening.value, fromBase64(opening.salt), sha256)['~'] === commitment['~'];

export const isCommitment = (value: unknown): value is Commitment =>
  typeof value === 'object' && value !== null && '~' in value;

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

export const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
