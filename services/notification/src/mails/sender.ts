import type { Sql } from '@bulwark/db';
import type { InTransaction } from '@bulwark/events';
import type { Vault } from '@bulwark/runtime';
import type { Driver, Facts, Kind, Text } from '../types/mail.ts';
import { beginAttempt, endAttempt, type Intent, nextIntent } from './repository.ts';

export type SenderOptions = {
  readonly sql: Sql;
  readonly inTransaction: InTransaction;
  readonly vault: Vault;
  readonly driver: Driver;
  readonly from: string;
  readonly write: (kind: Kind, facts: Facts) => Text;
  readonly now: () => Date;
};

/** Attempts that one mail gets before it is given up. */
const MOST_ATTEMPTS = 5;

/**
 * Sends what waits, one mail at a time: the attempt is noted before the call, its result after. Between the two a crash
 * may send a mail twice, under the same message id. @throws Error when a mail failed and may be tried again
 */
export const createSender =
  (options: SenderOptions) =>
  async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const intent = await nextIntent(options.sql);
      if (!intent) return;
      const n = await options.inTransaction((tx) => beginAttempt(tx.sql, intent.id, options.now()));
      const fault = await attempt(intent, options);
      const state = fault === null ? 'sent' : n < MOST_ATTEMPTS ? 'waiting' : 'failed';
      const outcome = fault === null ? 'sent' : 'failed';
      const result = { mailId: intent.id, n, outcome, detail: fault, state } as const;
      await options.inTransaction((tx) => endAttempt(tx.sql, result, options.now()));
      if (state === 'waiting') throw new Error(`the mail ${intent.id} was not sent: ${fault}`);
    }
  };

const attempt = async (
  { id, kind, facts }: Intent,
  { sql, vault, driver, from, write, now }: SenderOptions,
): Promise<string | null> => {
  try {
    const opened: Facts = JSON.parse(await vault.open(sql, id, facts ?? ''));
    const text = write(kind as Kind, opened);
    const messageId = `<${id}@${from.split('@')[1]}>`;
    await driver.send({ ...text, messageId, from, to: opened.email, date: now() });
    return null;
  } catch (error) {
    return String(error).slice(0, 500);
  }
};
