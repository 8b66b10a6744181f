import {
  type Broker,
  type Installation,
  pathsOf,
  platformAccount,
  refusal,
} from '@bulwark/tenancy';
import { type BrokerLogin, readBroker, startBroker } from './broker.ts';
import { atBroker, canLogInto } from './broker-desk.ts';
import { type BrokerTools, type KafkaPrograms, prepareTools } from './broker-files.ts';
import { choosePorts, readPorts } from './broker-ports.ts';
import type { Children } from './children.ts';
import { placeFolder } from './privileged.ts';

/** What an installation over Apache Kafka needs besides: programs, and the login at somebody else's brokers. */
export type Kafka = { readonly programs: KafkaPrograms; readonly elsewhere: BrokerLogin | null };

/** The broker that carries this installation's events. */
export type Bus = { readonly login: BrokerLogin; readonly tools: BrokerTools };
export type RunningBus = Bus & { readonly stop: () => Promise<void> };

/** Starts the installation's own broker, or meets somebody else's; null where the embedded log carries events. */
export const startBus = async (
  children: Children,
  installation: Installation,
  kafka: Kafka | null,
): Promise<RunningBus | null> => {
  if (!installation.kafka) return null;
  if (!kafka) throw new Error('an installation over Kafka is started without its programs');
  const place = await makePlace(installation);
  if (kafka.elsewhere) return await meetBroker(place, kafka.programs, kafka.elsewhere);
  const ports = await choosePorts(place.folder);
  const { programs } = kafka;
  return await startBroker(children, {
    place: { ...place, ports },
    programs,
    canLogIn: canLogInto,
  });
};

/** The bus of an installation that is running. */
export const readBus = async (
  installation: Installation,
  kafka: Kafka | null,
): Promise<Bus | null> => {
  if (!installation.kafka || !kafka) return null;
  const place = await makePlace(installation);
  if (kafka.elsewhere) return await meetBroker(place, kafka.programs, kafka.elsewhere);
  return await readBroker({ ...place, ports: await readPorts(place.folder) }, kafka.programs);
};

/** Opens the administrator's desk at the bus, where there is one. */
export const withBroker = async <T>(
  bus: Bus | null,
  task: (broker: Broker | undefined) => Promise<T>,
): Promise<T> => (bus ? await atBroker(bus.login, bus.tools, task) : await task(undefined));

const makePlace = async (installation: Installation) => {
  const folder = pathsOf(installation).kafka;
  const account = platformAccount(installation.uids, 'broker');
  await placeFolder(folder, { uid: null, gid: account.gid, mode: 0o750 });
  return { folder, account };
};

const meetBroker = async (
  place: Awaited<ReturnType<typeof makePlace>>,
  programs: KafkaPrograms,
  login: BrokerLogin,
): Promise<RunningBus> => {
  if (!(await canLogInto(login)))
    throw refusal(
      `The login ${login.user} is refused at ${login.brokers.join(', ')}, or no broker answers there. Check KAFKA_BROKERS, KAFKA_ADMIN_USER and KAFKA_ADMIN_PASSWORD_FILE.`,
    );
  const tools = await prepareTools(place, programs, login);
  return { login, tools, stop: async () => undefined };
};
