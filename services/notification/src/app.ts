import { join } from 'node:path';
import {
  type Consumer,
  mailReleased,
  onEvent,
  passwordGiven,
  personMentioned,
  resetAsked,
  type Tx,
} from '@bulwark/events';
import { type App, createVault, onceADay, type Ports, type Service } from '@bulwark/runtime';
import { createFileDriver } from './drivers/file.ts';
import { createSmtpDriver } from './drivers/smtp.ts';
import { forgetFacts, insertIntent } from './mails/repository.ts';
import { mailRoutes } from './mails/routes.ts';
import { createSender } from './mails/sender.ts';
import { write } from './templates/templates.ts';
import type { Facts, Kind } from './types/mail.ts';

/** For 30 days a mail that failed or is held can be released. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const createApp = (ports: Ports): App => {
  const { cell, folder, secret, database, inTransaction, now, newId } = ports;
  const kek = Buffer.from(secret('kek').reveal(), 'base64');
  const vault = createVault({ kek, purpose: 'mail', newId, now });
  const send = ports.alone(
    'mail',
    createSender({
      sql: database.sql,
      inTransaction,
      vault,
      driver:
        cell.mail.driver === 'file'
          ? createFileDriver(join(folder, 'data', 'mail'))
          : createSmtpDriver(cell.mail),
      from: `isms@${new URL(cell.origin).hostname}`,
      write: (kind, facts) => write(kind, facts, { company: cell.name, origin: cell.origin }),
      now,
      alarm: ports.alarm,
    }),
  );
  /** The intent is stored with the position of the event: it comes neither twice nor never. */
  const intend = async (tx: Tx, mail: { kind: Kind; personId: string; facts: Facts }) => {
    const id = newId();
    const facts = await vault.seal(tx.sql, id, JSON.stringify(mail.facts));
    await insertIntent(tx.sql, { ...mail, id, facts }, now());
  };
  const consumers: Consumer[] = [
    onEvent('identity', passwordGiven, async (tx, { body: { personId, why }, personal }) => {
      if (!personal) throw new Error('password.given came without its personal part');
      await intend(tx, { kind: why, personId, facts: personal });
    }),
    onEvent('identity', resetAsked, async (tx, { body: { personId }, personal }) => {
      if (!personal) throw new Error('reset.asked came without its personal part');
      await intend(tx, { kind: 'reset-link', personId, facts: personal });
    }),
    onEvent('records', personMentioned, async (tx, { body: { personId, ...of }, personal }) => {
      if (!personal) throw new Error('person.mentioned came without its personal part');
      await intend(tx, { kind: 'mention', personId, facts: { ...personal, ...of } });
    }),
    onEvent('notification', mailReleased, async () => send()),
  ];
  return {
    routes: mailRoutes({ sql: database.sql }),
    consumers,
    jobs: [
      {
        name: 'forget what failed mails say',
        schedule: onceADay(`${cell.id} mails`, { from: 0, until: 24 }),
        run: () => forgetFacts(database.sql, new Date(now().getTime() - KEPT_MS)),
      },
    ],
    consumed: send,
    started: async () => send(),
  };
};

export const notification: Service = { name: 'notification', createApp };
