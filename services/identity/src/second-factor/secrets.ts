import { decryptField, encryptField, keyIdOf, newDataKey, unwrapDataKey } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { findDataKeys, insertDataKey } from './repository.ts';

const PURPOSE = 'totp';

export type SecretsOptions = {
  readonly kek: Buffer;
  readonly newId: () => string;
  readonly now: () => Date;
};

/** Seals and opens second-factor secrets under a data key that this service's KEK wraps. */
export const createSecrets = ({ kek, newId, now }: SecretsOptions) => ({
  seal: async (sql: Sql, personId: string, secret: string): Promise<string> => {
    let [row] = await findDataKeys(sql, PURPOSE);
    if (!row) {
      row = newDataKey(PURPOSE, { kek, id: newId() });
      await insertDataKey(sql, row, now());
    }
    const key = unwrapDataKey(row, kek);
    return encryptField(secret, { key, keyId: row.id, place: placeOf(personId) });
  },
  open: async (sql: Sql, personId: string, sealed: string): Promise<string> => {
    const rows = await findDataKeys(sql, PURPOSE);
    const row = rows.find(({ id }) => id === keyIdOf(sealed));
    if (!row) throw new Error('the key of this second factor is missing');
    const key = unwrapDataKey(row, kek);
    return decryptField(sealed, { key, place: placeOf(personId) }).toString();
  },
});
export type Secrets = ReturnType<typeof createSecrets>;

const placeOf = (personId: string): string => `totp|secret|${personId}`;
