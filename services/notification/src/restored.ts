import { connect, type DatabaseAddress } from '@bulwark/db';
import { holdWaiting } from './mails/repository.ts';

/**
 * An operator task after notification's tables were put back: what waited to be sent then was sent since, or names a
 * link that has ended. It is held, and shown as such, instead of being sent again.
 */
export const holdMails = async (login: DatabaseAddress): Promise<void> => {
  const { sql, close } = connect(login, { most: 1 });
  await holdWaiting(sql).finally(close);
};
