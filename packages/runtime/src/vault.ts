import { decryptField, encryptField, keyIdOf, newDataKey, unwrapDataKey } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { findDataKeys, insertDataKey } from './vault-repository.ts';

export type VaultOptions = {
  readonly kek: Buffer;
  readonly purpose: string;
  readonly newId: () => string;
  readonly now: () => Date;
};

/**
 * Seals and opens values of one purpose under a data key that the service's KEK wraps. `row` names the row that the
 * value belongs to: sealed text moved to another row does not open.
 */
export const createVault = ({ kek, purpose, newId, now }: VaultOptions) => ({
  seal: async (sql: Sql, row: string, value: string): Promise<string> => {
    let [key] = await findDataKeys(sql, purpose);
    if (!key) {
      key = newDataKey(purpose, { kek, id: newId() });
      await insertDataKey(sql, key, now());
    }
    const place = `${purpose}|${row}`;
    return encryptField(value, { key: unwrapDataKey(key, kek), keyId: key.id, place });
  },
  /** @throws Error when the key is missing, or the value was sealed for another row */
  open: async (sql: Sql, row: string, sealed: string): Promise<string> => {
    const keys = await findDataKeys(sql, purpose);
    const key = keys.find(({ id }) => id === keyIdOf(sealed));
    if (!key) throw new Error(`the key of a ${purpose} is missing`);
    const place = `${purpose}|${row}`;
    return decryptField(sealed, { key: unwrapDataKey(key, kek), place }).toString();
  },
});
export type Vault = ReturnType<typeof createVault>;
