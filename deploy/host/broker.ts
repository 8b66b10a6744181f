import { join } from 'node:path';
import {
  adminName,
  type BrokerPlace,
  type KafkaPrograms,
  type PreparedBroker,
  prepareBroker,
} from './broker-files.ts';
import type { Child, Children } from './children.ts';
import { type JavaPlace, javaEnv } from './java.ts';

/** A broker's addresses and its administrator's login. */
export type BrokerLogin = {
  readonly brokers: readonly string[];
  readonly user: string;
  readonly password: string;
};

/** Where the broker's own tools run; `settings` is the file with the administrator's login. */
export type BrokerTools = JavaPlace & { readonly settings: string };

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
  return { ...child, login, tools: toolsOf(place, programs, prepared) };
};

const argumentsOf = ({ jars, logging, properties }: PreparedBroker): readonly string[] => [
  ...memory,
  `-Dlog4j2.configurationFile=${logging}`,
  '-cp',
  `${jars}/*`,
  'kafka.Kafka',
  properties,
];

const loginOf = ({ ports }: BrokerPlace, { password }: PreparedBroker): BrokerLogin => ({
  brokers: [`127.0.0.1:${ports.client}`],
  user: adminName,
  password,
});

const toolsOf = (
  { folder, account }: BrokerPlace,
  { java }: KafkaPrograms,
  { jars, logging, tools }: PreparedBroker,
): BrokerTools => ({ folder, account, java, jars, logging, settings: tools });
