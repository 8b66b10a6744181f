import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { refusal } from '@bulwark/tenancy';
import type { BrokerTools } from '../deploy/host/broker-files.ts';
import { readBus } from '../deploy/host/bus.ts';
import { findHome } from '../deploy/host/home.ts';
import { readInstallation } from '../deploy/host/installation.ts';
import { openKafka } from './kafka/shape.ts';
import { chosenHome, clone, runScript, say } from './settings.ts';

const usage = `Usage: npm run kafka -- <command>
  topics           the topics of the broker, by its own kafka-topics
  tail <topic>     messages with their headers from the beginning on, by its own console consumer
  rights           who may do what, by its own kafka-acls`;

/** Apache Kafka's own tools on the broker of this home, logged in as its administrator. */
const main = async (): Promise<void> => {
  const [command, topic] = process.argv.slice(2);
  const home = await findHome({ clone, chosen: chosenHome() });
  const installation = home === null ? null : await readInstallation(home);
  if (!installation?.kafka)
    throw refusal('This installation does not use Kafka. Start it so: npm start -- --kafka');
  const bus = await readBus(installation, await openKafka(installation, process.env, say));
  if (!bus) throw refusal(usage);
  const server = ['--bootstrap-server', bus.login.brokers.join(',')];
  const { settings } = bus.tools;
  const login = ['--command-config', settings];
  if (command === 'topics')
    return await run(bus.tools, 'org.apache.kafka.tools.TopicCommand', [
      ...[...server, ...login, '--list'],
    ]);
  if (command === 'rights')
    return await run(bus.tools, 'org.apache.kafka.tools.AclCommand', [
      ...server,
      ...login,
      '--list',
    ]);
  if (command === 'tail' && topic) {
    // One partition and no group: so it begins at once, and leaves nothing behind.
    const from = ['--partition', '0', '--offset', 'earliest'];
    const shown = ['headers', 'timestamp', 'offset', 'key'].flatMap((what) => [
      ...['--property', `print.${what}=true`],
    ]);
    return await run(bus.tools, 'org.apache.kafka.tools.consumer.ConsoleConsumer', [
      ...[...server, '--consumer.config', settings, '--topic', topic, ...from],
      ...shown,
    ]);
  }
  throw refusal(usage);
};

/** In the foreground, so that it prints as it comes and ends with Ctrl-C. */
const run = async (
  { java, jars, logging }: BrokerTools,
  main: string,
  args: readonly string[],
): Promise<void> => {
  const flags = ['-Xmx128m', `-Dlog4j2.configurationFile=${logging}`, '-cp', `${jars}/*`];
  const tool = spawn(java, [...flags, main, ...args], { stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  const [code] = await once(tool, 'close');
  process.exitCode = code ?? 0;
};

await runScript(main);
