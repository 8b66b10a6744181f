import kafkajs, { type Kafka } from 'kafkajs';

/** Where a broker is and who we are there. `ca` is the PEM of its certificate's authority; without it there is no TLS. */
export type KafkaAddress = {
  readonly brokers: readonly string[];
  readonly ca?: string;
  readonly user: string;
  readonly password: string;
};

/** One JSON line; `level` is info, warn or error. */
export type KafkaLog = (facts: { readonly [name: string]: unknown }) => void;

const CONNECT_MS = 3000;
const REQUEST_MS = 10_000;

/** The library's client, with short patience: whoever uses it tries again in its own way. */
export const openClient = (
  { brokers, ca, user, password }: KafkaAddress,
  { name, log }: { readonly name: string; readonly log: KafkaLog },
): Kafka =>
  new kafkajs.Kafka({
    clientId: name,
    brokers: [...brokers],
    ssl: ca === undefined ? false : { ca },
    sasl: { mechanism: 'scram-sha-512', username: user, password },
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: REQUEST_MS,
    requestTimeout: REQUEST_MS,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 3 },
    logLevel: kafkajs.logLevel.ERROR,
    logCreator: () => (entry) => {
      const { message, error, topic, groupId } = entry.log;
      // The library calls every try that it repeats an error; what comes of it is told by whoever asked.
      log({ level: 'warn', msg: 'kafka', part: entry.namespace, message, error, topic, groupId });
    },
  });
