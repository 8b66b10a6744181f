import { readFileSync } from 'node:fs';
import { type Installation, refusal } from '@bulwark/tenancy';
import type { BrokerLogin } from '../../deploy/host/broker.ts';
import type { Kafka } from '../../deploy/host/bus.ts';
import { ensureKafka } from './class-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a start says about its bus: `--kafka`, `--log`, or KAFKA_BROKERS; nothing leaves it as it was. */
export const readShape = (
  argv: readonly string[],
  env: Environment,
): Partial<Pick<Installation, 'kafka'>> => {
  const [kafka, log] = [argv.includes('--kafka'), argv.includes('--log')];
  if (kafka && log) throw refusal('Give --kafka or --log, not both.');
  if (log) return { kafka: null };
  const brokers = brokersIn(env);
  return kafka || brokers ? { kafka: { brokers } } : {};
};

/** What the installation's bus needs; null where that is the embedded log. */
export const openKafka = async (
  { kafka }: Pick<Installation, 'kafka'>,
  env: Environment,
  say: (line: string) => void,
): Promise<Kafka | null> => {
  if (!kafka) return null;
  const elsewhere = kafka.brokers ? loginIn(kafka.brokers, env) : null;
  return { programs: await ensureKafka(say), elsewhere };
};

const brokersIn = ({ KAFKA_BROKERS }: Environment): readonly string[] | null => {
  if (!KAFKA_BROKERS) return null;
  return KAFKA_BROKERS.split(',').map((broker) => broker.trim());
};

/** @throws a refusal when the login is missing, or would cross a network in the open */
const loginIn = (brokers: readonly string[], env: Environment): BrokerLogin => {
  const { KAFKA_ADMIN_USER, KAFKA_ADMIN_PASSWORD_FILE, KAFKA_CA, KAFKA_COPIES } = env;
  if (!KAFKA_ADMIN_USER || !KAFKA_ADMIN_PASSWORD_FILE)
    throw refusal(
      `This installation uses the brokers ${brokers.join(', ')}. Set KAFKA_ADMIN_USER and KAFKA_ADMIN_PASSWORD_FILE to their administrator's login.`,
    );
  if (!KAFKA_CA && !brokers.every(isOnThisMachine))
    throw refusal(
      'Brokers on other machines need TLS. Set KAFKA_CA to their authority’s PEM file.',
    );
  return {
    brokers,
    user: KAFKA_ADMIN_USER,
    password: readFileSync(KAFKA_ADMIN_PASSWORD_FILE, 'utf8').trim(),
    copies: Number(KAFKA_COPIES ?? 3),
    ...(KAFKA_CA ? { ca: readFileSync(KAFKA_CA, 'utf8') } : {}),
  };
};

const isOnThisMachine = (broker: string): boolean =>
  /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+$/.test(broker);
