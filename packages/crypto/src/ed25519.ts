import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** SHA-256 over bytes, as packages/trail wants it. */
export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** The 32 bytes of an Ed25519 key's public half (RFC 8032). @throws Error for a key of another kind */
export const rawPublicKey = (key: KeyObject): Uint8Array => {
  const { crv, x } = (key.type === 'private' ? createPublicKey(key) : key).export({
    format: 'jwk',
  });
  if (crv !== 'Ed25519' || !x) throw new Error('not an Ed25519 key');
  return Buffer.from(x, 'base64url');
};

export const signEd25519 =
  (key: KeyObject) =>
  (message: Uint8Array): Uint8Array =>
    sign(null, message, key);

/** Whether the holder of a public key of 32 bytes signed this message. */
export const verifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};
