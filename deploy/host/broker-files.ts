import { randomBytes } from 'node:crypto';
import { access, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, readIfThere } from '@bulwark/tenancy';
import { runJava } from './java.ts';
import { placeFile, placeFolder } from './privileged.ts';

/** Java, and the folder of Apache Kafka's jars; `version` names what is in it. */
export type KafkaPrograms = {
  readonly java: string;
  readonly jars: string;
  readonly version: string;
};

/** A private broker: its folder, the account it runs as, and its two ports on the loopback. */
export type BrokerPlace = {
  readonly folder: string;
  readonly account: Account;
  readonly ports: { readonly client: number; readonly controller: number };
};

export const adminName = 'admin';

/** What the broker's programs are started with. */
export type PreparedBroker = {
  readonly password: string;
  readonly jars: string;
  readonly properties: string;
  readonly logging: string;
  /** Settings with the administrator's login, for the broker's own tools. */
  readonly tools: string;
};

/** Makes the broker's folder, its administrator and its storage once; settings are written anew each time. */
export const prepareBroker = async (
  place: BrokerPlace,
  programs: KafkaPrograms,
): Promise<PreparedBroker> => {
  const { folder, account } = place;
  const readable = { uid: null, gid: account.gid, mode: 0o440 };
  await placeFolder(folder, { uid: null, gid: account.gid, mode: 0o750 });
  const password = await ensureSecret(join(folder, 'admin.password'));
  const controller = await ensureSecret(join(folder, 'controller.password'));
  const prepared = {
    password,
    jars: await copyJars(folder, programs),
    properties: join(folder, 'server.properties'),
    logging: join(folder, 'log4j2.xml'),
    tools: join(folder, 'tools.properties'),
  };
  await placeFile(prepared.properties, serverText(place, { password, controller }), readable);
  await placeFile(prepared.logging, loggingText, readable);
  await placeFile(prepared.tools, toolsText(adminName, password), readable);
  if (!(await exists(join(folder, 'data')))) await format(place, programs, prepared);
  return prepared;
};

/** Settings of the broker's own tools that log in as somebody. */
export const toolsText = (
  user: string,
  password: string,
): string => `security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=${scram} required username="${user}" password="${password}";
`;

const ensureSecret = async (file: string): Promise<string> => {
  const present = await readIfThere(file);
  if (present !== null) return present;
  const secret = randomBytes(32).toString('base64url');
  await placeFile(file, secret, { uid: null, gid: null, mode: 0o400 });
  return secret;
};

/** The broker's account may not be able to enter the clone, where the jars were fetched. */
const copyJars = async (folder: string, { jars, version }: KafkaPrograms): Promise<string> => {
  const target = join(folder, `jars-${version}`);
  if (await exists(target)) return target;
  const draft = `${target}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o755 });
  for (const name of await readdir(jars)) {
    await copyFile(join(jars, name), join(draft, name));
  }
  await placeFolder(draft, { uid: null, gid: null, mode: 0o755 });
  await rename(draft, target);
  return target;
};

/** The storage gets its name once it is whole and knows the administrator. */
const format = async (
  place: BrokerPlace,
  programs: KafkaPrograms,
  prepared: PreparedBroker,
): Promise<void> => {
  const { folder, account } = place;
  const draft = join(folder, 'data.new');
  const settings = join(folder, 'format.properties');
  await rm(draft, { recursive: true, force: true });
  await placeFolder(draft, { ...account, mode: 0o700 });
  const text = `process.roles=broker,controller\nnode.id=1\nlog.dirs=${draft}\n${quorum(place)}`;
  await placeFile(settings, text, { uid: null, gid: account.gid, mode: 0o440 });
  const scramText = `SCRAM-SHA-512=[name=${adminName},password=${prepared.password}]`;
  await runJava({ folder, account, java: programs.java, ...prepared }, 'kafka.tools.StorageTool', [
    'format',
    '--cluster-id',
    clusterId(),
    '--config',
    settings,
    '--add-scram',
    scramText,
  ]);
  await rm(settings);
  await rename(draft, join(folder, 'data'));
};

/** 16 random bytes that do not begin with a hyphen, as Kafka wants it. */
const clusterId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
};

const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';

const quorum = ({
  ports,
}: BrokerPlace): string => `controller.quorum.voters=1@127.0.0.1:${ports.controller}
controller.listener.names=CONTROLLER
listeners=CLIENT://127.0.0.1:${ports.client},CONTROLLER://127.0.0.1:${ports.controller}
advertised.listeners=CLIENT://127.0.0.1:${ports.client}
listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=CLIENT
`;

/** Small, durable, reachable from this machine alone; nothing is allowed to anyone by default. */
const serverText = (
  place: BrokerPlace,
  { password, controller }: { readonly password: string; readonly controller: string },
): string => `process.roles=broker,controller
node.id=1
log.dirs=${join(place.folder, 'data')}
${quorum(place)}
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

const loggingText = `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR">
  <Appenders><Console name="out"><PatternLayout pattern="%d{ISO8601} %p %m (%c{1})%n%throwable{short}"/></Console></Appenders>
  <Loggers><Root level="warn"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
`;

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );
