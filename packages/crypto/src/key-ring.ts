import { randomBytes } from 'node:crypto';
import { decryptField, encryptField } from './fields.ts';

/** A data key as its service's schema keeps it: wrapped by the service's KEK. */
export type WrappedKey = {
  readonly id: string;
  readonly purpose: string;
  readonly wrapped: string;
};

/** Makes a data key and wraps it; `id` is fresh and names the key in everything sealed with it. */
export const newDataKey = (
  purpose: string,
  { kek, id }: { kek: Buffer; id: string },
): WrappedKey => ({
  id,
  purpose,
  wrapped: encryptField(randomBytes(32), { key: kek, keyId: 'kek', place: placeOf(id, purpose) }),
});

/** @throws Error when the KEK is another one. */
export const unwrapDataKey = ({ id, purpose, wrapped }: WrappedKey, kek: Buffer): Buffer =>
  decryptField(wrapped, { key: kek, place: placeOf(id, purpose) });

const placeOf = (id: string, purpose: string): string => `data-key|${purpose}|${id}`;
