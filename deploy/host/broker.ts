import { join } from 'node:path';
import { readIfThere } from '@bulwark/tenancy';
import {
  type BrokerTools,
  type KafkaPrograms,
  type PreparedBroker,
  prepareBroker,
  prepareTools,
} from './broker-files.ts';
import { addressOf, adminName, type BrokerPlace } from './broker-texts.ts';
import type { Child, Children } from './children.ts';
import { javaEnv } from './java.ts';

/** A broker's addresses and its administrator's login. */
export type BrokerLogin = {
  readonly brokers: readonly string[];
  readonly user: string;
  readonly password: string;
  readonly ca?: string;
  /** How many brokers keep each topic. */
  readonly copies: number;
};

export type RunningBroker = Child & { readonly login: BrokerLogin; readonly tools: BrokerTools };

export const brokerName = 'broker';
const memory = ['-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-Xshare:auto'];

/** Starts a private Apache Kafka broker, made first if need be, and waits until its administrator can log in. */
export const startBroker = async (
  children: Children,
  {
    place,
    programs,
    canLogIn,
  }: {
    readonly place: BrokerPlace;
    readonly programs: KafkaPrograms;
    readonly canLogIn: (login: BrokerLogin) => Promise<boolean>;
  },
): Promise<RunningBroker> => {
  const prepared = await prepareBroker(place, programs);
  const login = loginOf(place, prepared);
  const child = await children.start({
    name: brokerName,
    ...place.account,
    command: programs.java,
    args: argumentsOf(prepared),
    env: { ...javaEnv, MALLOC_ARENA_MAX: '2' },
    cwd: join(place.folder, 'data'),
    graceSeconds: 30,
    isReady: async () => await canLogIn(login),
  });
  await child.ready();
  return { ...child, login, tools: prepared.tools };
};

const argumentsOf = ({
  tools: { jars, logging },
  properties,
}: PreparedBroker): readonly string[] => [
  ...memory,
  `-Dlog4j2.configurationFile=${logging}`,
  '-cp',
  `${jars}/*`,
  'kafka.Kafka',
  properties,
];

const loginOf = (
  place: BrokerPlace,
  { password }: Pick<PreparedBroker, 'password'>,
): BrokerLogin => ({
  brokers: [addressOf(place)],
  user: adminName,
  password,
  copies: 1,
  ...(place.network ? { ca: place.network.ca } : {}),
});

/** The login and tools of a broker that was started before. */
export const readBroker = async (
  place: BrokerPlace,
  programs: KafkaPrograms,
): Promise<Pick<RunningBroker, 'login' | 'tools'>> => {
  const password = (await readIfThere(join(place.folder, 'admin.password'))) ?? '';
  const login = loginOf(place, { password });
  return { login, tools: await prepareTools(place, programs, login) };
};
