import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KafkaAddress, openAdministrator } from '@bulwark/events/kafka';
import type { Broker } from '@bulwark/tenancy';
import type { BrokerLogin } from './broker.ts';
import type { BrokerTools } from './broker-files.ts';
import { runJava } from './java.ts';
import { placeFile } from './privileged.ts';

const silent = (): void => {};

/** Whether somebody can log in with this password now. */
export const canLogInto = async (login: KafkaAddress): Promise<boolean> => {
  const administrator = await openAdministrator(login, silent).catch(() => null);
  await administrator?.close();
  return administrator !== null;
};

export type BrokerDesk = { readonly broker: Broker; readonly close: () => Promise<void> };

/** Opens the administrator's desk: topics and rights by the protocol, principals by the broker's own tool. */
export const openDesk = async (login: BrokerLogin, tools: BrokerTools): Promise<BrokerDesk> => {
  const { close, ...administrator } = await openAdministrator(login, silent);
  const { brokers, ca, copies } = login;
  const address = { brokers, ...(ca ? { ca } : {}) };
  const broker: Broker = {
    ...administrator,
    address,
    ensureTopics: async (names) =>
      await administrator.ensureTopics(names.map((name) => ({ name, copies }))),
    ensurePrincipal: async ({ name, password }) => {
      if (await canLogInto({ ...address, user: name, password })) return;
      await setPassword(login, tools, { name, password });
    },
    endLogins: async (names) => await endLogins(login, tools, names),
  };
  return { broker, close };
};

/** Opens the desk for one task. */
export const atBroker = async <T>(
  login: BrokerLogin,
  tools: BrokerTools,
  task: (broker: Broker) => Promise<T>,
): Promise<T> => {
  const desk = await openDesk(login, tools);
  try {
    return await task(desk.broker);
  } finally {
    await desk.close();
  }
};

/** Random passwords of 256 bits need no more rounds than the least that RFC 7677 allows. */
const rounds = 4096;

const setPassword = async (
  login: BrokerLogin,
  tools: BrokerTools,
  { name, password }: { readonly name: string; readonly password: string },
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

/**
 * Ends logins by passwords that nobody knows. A credential that was deleted makes a broker of 4.1 refuse everybody, its
 * administrator included, from its next start on.
 */
const endLogins = async (
  login: BrokerLogin,
  tools: BrokerTools,
  names: readonly string[],
): Promise<void> => {
  const known = await configure(login, tools, ['--describe', '--entity-type', 'users']);
  for (const name of names.filter((one) => known.includes(`user-principal '${one}'`)))
    await setPassword(login, tools, { name, password: randomBytes(32).toString('base64url') });
};

const alterUser = (
  login: BrokerLogin,
  tools: BrokerTools,
  change: readonly string[],
): Promise<string> =>
  configure(login, tools, ['--alter', '--entity-type', 'users', '--entity-name', ...change]);

/** The broker's own tool for principals, which no client library can make. */
const configure = async (
  { brokers }: BrokerLogin,
  tools: BrokerTools,
  task: readonly string[],
): Promise<string> => {
  const server = ['--bootstrap-server', brokers.join(','), '--command-config', tools.settings];
  return await runJava(tools, 'kafka.admin.ConfigCommand', [...server, ...task]);
};
