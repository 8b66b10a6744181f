import { join } from 'node:path';
import type { Account } from '@bulwark/tenancy';

/** A private broker: its folder, the account it runs as, and its two ports, on the loopback unless it has a network. */
export type BrokerPlace = {
  readonly folder: string;
  readonly account: Account;
  readonly ports: { readonly client: number; readonly controller: number };
  /** Clients come in by TLS under this name. The keystore's file holds key and certificate; `ca` is a PEM. */
  readonly network?: {
    readonly host: string;
    readonly bind: string;
    readonly keystore: string;
    readonly ca: string;
  };
};

export const adminName = 'admin';

const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';

type Listening = Pick<BrokerPlace, 'ports' | 'network'>;

/** Where clients find the broker. */
export const addressOf = ({ ports, network }: Listening): string =>
  `${network?.host ?? '127.0.0.1'}:${ports.client}`;

export const quorumText = (
  place: Listening,
): string => `controller.quorum.voters=1@127.0.0.1:${place.ports.controller}
controller.listener.names=CONTROLLER
listeners=CLIENT://${place.network?.bind ?? '127.0.0.1'}:${place.ports.client},CONTROLLER://127.0.0.1:${place.ports.controller}
advertised.listeners=CLIENT://${addressOf(place)}
listener.security.protocol.map=CLIENT:${place.network ? 'SASL_SSL' : 'SASL_PLAINTEXT'},CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=CLIENT
${place.network ? tlsText(place.network) : ''}`;

const tlsText = ({ keystore, ca }: NonNullable<BrokerPlace['network']>): string =>
  `ssl.enabled.protocols=TLSv1.3
ssl.keystore.type=PEM
ssl.keystore.location=${keystore}
${trustText(ca)}
`;

const trustText = (ca: string): string =>
  `ssl.truststore.type=PEM\nssl.truststore.certificates=${ca.trim().replaceAll('\n', ' \\\n')}`;

/** Small, durable, reachable from this machine alone; nothing is allowed to anyone by default. */
export const serverText = (
  place: Omit<BrokerPlace, 'account'>,
  { password, controller }: { readonly password: string; readonly controller: string },
): string => `process.roles=broker,controller
node.id=1
log.dirs=${join(place.folder, 'data')}
${quorumText(place)}
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
sasl.mechanism.controller.protocol=PLAIN
listener.name.client.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.client.scram-sha-512.sasl.jaas.config=${scram} required username="${adminName}" password="${password}";
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=${plain} required username="${adminName}" password="${controller}" user_${adminName}="${controller}";

authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:${adminName}
auto.create.topics.enable=false

offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0

# One copy only: what was acknowledged is on the disk.
log.flush.interval.messages=1
# A killed broker comes back once its own registration has run out.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
num.network.threads=2
num.io.threads=4
background.threads=2
log.cleaner.dedupe.buffer.size=8388608
`;

/** Settings of the broker's own tools. */
export const toolsText = ({
  user,
  password,
  ca,
}: {
  readonly user: string;
  readonly password: string;
  readonly ca?: string;
}): string => `security.protocol=${ca ? 'SASL_SSL' : 'SASL_PLAINTEXT'}
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=${scram} required username="${user}" password="${password}";
${ca ? `${trustText(ca)}\n` : ''}`;

export const loggingText = `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR">
  <Appenders><Console name="out"><PatternLayout pattern="%d{ISO8601} %p %m (%c{1})%n%throwable{short}"/></Console></Appenders>
  <Loggers><Root level="warn"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
`;
