import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Installation, type Parts, type RestoreParts, readInnerCa } from '@bulwark/tenancy';
import type { BrokerLogin } from '../host/broker.ts';
import { atBroker, canLogInto } from '../host/broker-desk.ts';
import type { BrokerTools } from '../host/broker-files.ts';
import { adminName, loggingText, toolsText } from '../host/broker-texts.ts';
import { type AdministratorLogin, asAdministrator, canLogIn } from '../host/database.ts';
import { wiring } from '../host/wiring.ts';
import { brokerPort, databasePort, servers } from './installation.ts';
import { place } from './place.ts';
import { secretOf } from './prepare.ts';

const patienceMs = 120_000;

/** How the operator logs in at the database. */
export const databaseLogin = async (installation: Installation): Promise<AdministratorLogin> => ({
  host: servers.database,
  port: databasePort,
  ca: await readInnerCa(installation),
  user: 'operator',
  password: await secretOf(installation, 'database.password'),
});

const brokerLogin = async (installation: Installation): Promise<BrokerLogin> => ({
  brokers: [`${servers.broker}:${brokerPort}`],
  ca: await readInnerCa(installation),
  user: adminName,
  password: await secretOf(installation, 'broker.password'),
  copies: 1,
});

/** Runs operator tasks at database and broker, once both let the operator in. */
export const atServers = async (
  installation: Installation,
  say: (line: string) => void,
  task: (parts: Parts & RestoreParts) => Promise<void>,
): Promise<void> => {
  const [login, bus] = [await databaseLogin(installation), await brokerLogin(installation)];
  await until(() => canLogIn(login), say, 'the database');
  await until(() => canLogInto(bus), say, 'the broker');
  const { user: _user, password: _password, ...server } = login;
  const tools = await prepareTools(installation, bus);
  await asAdministrator(login, (query) =>
    atBroker(bus, tools, (broker) =>
      task({ ...wiring, query, server, broker, place, now: () => new Date() }),
    ),
  );
};

/** Kafka's own tools as this image has them. */
const prepareTools = async ({ home }: Installation, login: BrokerLogin): Promise<BrokerTools> => {
  const folder = join(home, 'kafka');
  const [logging, settings] = [join(folder, 'log4j2.xml'), join(folder, 'tools.properties')];
  const own = { uid: null, gid: null, mode: 0o400 };
  await place.file(logging, loggingText, own);
  await place.file(settings, toolsText(login), own);
  const account = { uid: null, gid: null };
  return { folder, account, java: '/usr/bin/java', jars: '/opt/kafka/libs', logging, settings };
};

const until = async (
  question: () => Promise<boolean>,
  say: (line: string) => void,
  what: string,
): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  for (let asked = 0; !(await question()); asked++) {
    if (asked === 0) say(`Waiting for ${what} …`);
    if (performance.now() > deadline) throw new Error(`${what} lets the operator not in`);
    await pause(500);
  }
};
