import type { Sql } from '@bulwark/db';
import type { Alarm, InTransaction } from '@bulwark/events';
import type { Vault } from '@bulwark/runtime';
import type { Driver, Facts, Kind, Text } from '../types/mail.ts';
import { beginAttempt, endAttempt, type Fate, nextIntent, type Waiting } from './repository.ts';
import { afterFailure } from './retry.ts';

export type SenderOptions = {
  readonly sql: Sql;
  readonly inTransaction: InTransaction;
  readonly vault: Vault;
  readonly driver: Driver;
  readonly from: string;
  readonly write: (kind: Kind, facts: Facts) => Text;
  readonly now: () => Date;
  readonly alarm: Alarm;
};

/**
 * Sends what is due, one mail at a time, and answers in how many milliseconds the next one is. The attempt is noted
 * before the call, its result after. Between the two a crash may send a mail twice, under the same message id.
 */
export const createSender =
  (options: SenderOptions) =>
  async (signal: AbortSignal): Promise<number | undefined> => {
    while (!signal.aborted) {
      const intent = await nextIntent(options.sql);
      if (!intent) return undefined;
      const wait = new Date(intent.due).getTime() - options.now().getTime();
      if (wait > 0) return wait;
      await sendOne(intent, options);
    }
    return undefined;
  };

const sendOne = async (intent: Waiting, options: SenderOptions): Promise<void> => {
  const { inTransaction, now, alarm } = options;
  const { id: mailId, kind } = intent;
  const n = await inTransaction((tx) => beginAttempt(tx.sql, mailId, now()));
  const detail = await attempt(intent, options);
  const fate: Fate =
    detail === null
      ? { state: 'sent' }
      : afterFailure(kind as Kind, intent.tries + 1, options.now());
  const outcome = detail === null ? 'sent' : 'failed';
  const result = { mailId, n, outcome, detail } as const;
  await inTransaction((tx) => endAttempt(tx.sql, result, { fate, now: now() }));
  if (fate.state === 'failed') alarm('mail failed', { mail: mailId, why: kind, attempts: n });
};

const attempt = async (
  { id, kind, facts }: Waiting,
  { sql, vault, driver, from, write, now }: SenderOptions,
): Promise<string | null> => {
  try {
    const opened: Facts = JSON.parse(await vault.open(sql, id, facts ?? ''));
    const text = write(kind as Kind, opened);
    const messageId = `<${id}@${from.split('@')[1]}>`;
    await driver.send({ ...text, messageId, from, to: opened.email, date: now() });
    return null;
  } catch (error) {
    return toldOf(error);
  }
};

/** Why a mail was not taken: codes alone, for a server's own words name the person it was for. */
const toldOf = (error: unknown): string => {
  const { code, responseCode, command } = (error ?? {}) as { readonly [name: string]: unknown };
  const codes = [code, responseCode, command].filter(
    (one) => typeof one === 'string' || typeof one === 'number',
  );
  if (codes.length > 0) return codes.join(' ').slice(0, 200);
  return error instanceof Error ? error.name : 'failed';
};
