import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KafkaAdministrator, openAdministrator } from '@bulwark/events/kafka';
import type { BrokerLogin, BrokerTools } from './broker.ts';
import { runJava } from './java.ts';
import { placeFile } from './privileged.ts';

const silent = (): void => {};

/** Whether somebody can log in with this password now. */
export const canLogInto = async (login: BrokerLogin): Promise<boolean> => {
  const administrator = await openAdministrator(login, silent).catch(() => null);
  await administrator?.close();
  return administrator !== null;
};

export type Principal = { readonly name: string; readonly password: string };

/** What an operator does at a broker: topics and rights by its protocol, principals by its own tool. */
export type BrokerDesk = Omit<KafkaAdministrator, 'close'> & {
  readonly brokers: readonly string[];
  /** Makes a principal that can not log in yet with this password. */
  readonly ensurePrincipal: (principal: Principal) => Promise<void>;
  readonly removePrincipal: (name: string) => Promise<void>;
};

/** Opens the administrator's desk for one task. */
export const atBroker = async <T>(
  login: BrokerLogin,
  tools: BrokerTools,
  task: (desk: BrokerDesk) => Promise<T>,
): Promise<T> => {
  const administrator = await openAdministrator(login, silent);
  try {
    return await task({
      ...administrator,
      brokers: login.brokers,
      ensurePrincipal: async ({ name, password }) => {
        const theirs = { brokers: login.brokers, user: name, password };
        if (!(await canLogInto(theirs))) await setPassword(login, tools, { name, password });
      },
      removePrincipal: async (name) =>
        await alterUser(login, tools, [name, '--delete-config', 'SCRAM-SHA-512']),
    });
  } finally {
    await administrator.close();
  }
};

/** Random passwords of 256 bits need no more rounds than the least that RFC 7677 allows. */
const rounds = 4096;

const setPassword = async (
  login: BrokerLogin,
  tools: BrokerTools,
  { name, password }: Principal,
): Promise<void> => {
  const file = join(tools.folder, `principal-${randomUUID()}`);
  const { gid } = tools.account;
  const text = `SCRAM-SHA-512=iterations=${rounds},password=${password}\n`;
  await placeFile(file, text, { uid: null, gid, mode: 0o440 });
  try {
    await alterUser(login, tools, [name, '--add-config-file', file]);
  } finally {
    await rm(file);
  }
};

const alterUser = async (
  { brokers }: BrokerLogin,
  tools: BrokerTools,
  change: readonly string[],
): Promise<void> => {
  const server = ['--bootstrap-server', brokers.join(','), '--command-config', tools.settings];
  await runJava(tools, 'kafka.admin.ConfigCommand', [
    ...server,
    '--alter',
    '--entity-type',
    'users',
    '--entity-name',
    ...change,
  ]);
};
