import { totpCode } from '@bulwark/crypto';
import { asOperator, createVault, newId } from '@bulwark/runtime';
import { findAccount } from '../login/repository.ts';
import { findFactor } from '../second-factor/repository.ts';

/**
 * The current code of somebody's authenticator app, in a development installation only.
 * @throws Error elsewhere, and for a person who is not there or has no app yet
 */
export const currentCode = ({
  cell: folder,
  email,
}: {
  readonly cell: string;
  readonly email: string;
}): Promise<string> =>
  asOperator({ folder, service: 'identity' }, async ({ cell, now, inTransaction }) => {
    if (cell.spec.mode !== 'development') throw new Error('codes are shown in development only');
    const kek = Buffer.from(cell.secret('identity', 'kek').reveal(), 'base64');
    const secrets = createVault({ kek, purpose: 'totp', newId, now: () => now });
    return inTransaction(async ({ sql }) => {
      const account = await findAccount(sql, { email: email.toLowerCase() });
      if (!account) throw new Error(`there is nobody with the address ${email}`);
      const factor = await findFactor(sql, account.id);
      if (!factor) throw new Error(`${email} has not begun to set up an authenticator app`);
      const secret = await secrets.open(sql, account.id, factor.secret);
      return totpCode(secret, Math.floor(now.getTime() / 1000));
    });
  });
