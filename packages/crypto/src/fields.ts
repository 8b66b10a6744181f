import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM over one value: `v1.<key id>.<iv>.<tag>.<ciphertext>` (base64url). The place (data id | field id | row id)
 * is authenticated, so ciphertext moved to another row, field or tenant does not open.
 */
export const encryptField = (
  plain: Buffer | string,
  { key, keyId, place }: { key: Buffer; keyId: string; place: string },
): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const parts = [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return ['v1', keyId, ...parts].join('.');
};

/** @throws Error when the key, the place or the bytes are not the ones it was sealed with. */
export const decryptField = (
  sealed: string,
  { key, place }: { key: Buffer; place: string },
): Buffer => {
  const [version, , iv, tag, ciphertext] = sealed.split('.');
  if (version !== 'v1' || !iv || !tag || ciphertext === undefined) {
    throw new Error('not an encrypted field of version 1');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'))
    .setAAD(Buffer.from(place))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]);
};

/** The id of the key that a field was sealed with. */
export const keyIdOf = (sealed: string): string => sealed.split('.')[1] ?? '';
