import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type Account,
  ensureInner,
  type Installation,
  makeWitness,
  pathsOf,
  platformAccount,
  readIfThere,
  readInnerCa,
} from '@bulwark/tenancy';
import { adminName, loggingText, quorumText, serverText } from '../host/broker-texts.ts';
import { initialStatements, settingsText } from '../host/database-files.ts';
import type { Config } from './config.ts';
import { brokerPort, databasePort, openInstallation, servers } from './installation.ts';
import { place } from './place.ts';

/** The folder of its volume in each server's container, and where it finds what it is given. */
const data = '/var/lib/bulwark';
const secrets = '/secrets';
const jars = '/opt/kafka/libs/*';
const operatorLogin = 'operator';

/** Before any server runs: gives each its certificate, settings and first administrator, in a volume of its own. */
export const prepare = async (config: Config): Promise<void> => {
  const installation = await openInstallation(config);
  await prepareDatabase(installation);
  await prepareBroker(installation);
  await prepareObjects(installation);
  await prepareServer(installation, 'mail');
  await prepareGateway(installation);
  await prepareWitness(installation);
};

type Server = keyof typeof servers;

/** Where a server's folder is, and how to put a file there that it alone may read. */
const prepareServer = async (installation: Installation, role: Server) => {
  const account = platformAccount(installation.uids, role);
  const folder = join(installation.home, 'servers', role);
  await place.folder(folder, { uid: null, gid: account.gid, mode: 0o750 });
  await certifyAs(installation, { folder, account, name: servers[role] });
  const put = (name: string, text: string): Promise<void> =>
    place.file(join(folder, name), text, { ...account, mode: 0o400 });
  return { folder, put };
};

const certifyAs = async (
  installation: Installation,
  { folder, account, name }: { folder: string; account: Account; name: string },
): Promise<void> => {
  await ensureInner(
    installation,
    { place, now: new Date() },
    { file: join(folder, 'server'), names: [name], purpose: 'server', account },
  );
};

const prepareDatabase = async (installation: Installation): Promise<void> => {
  const { put } = await prepareServer(installation, 'database');
  const network = {
    port: databasePort,
    certificate: `${secrets}/server.pem`,
    key: `${secrets}/server.key`,
  };
  const place = { folder: data, socketPath: '/run/bulwark/mariadb.sock', network };
  await put('mariadb.cnf', settingsText(place));
  const password = await secretOf(installation, 'database.password');
  const root = await secretOf(installation, 'database.root.password');
  const operator = `'${operatorLogin}'@'%'`;
  const statements = [
    initialStatements(root),
    `CREATE USER ${operator} IDENTIFIED BY '${password}' REQUIRE SSL;`,
    `GRANT ALL ON *.* TO ${operator} WITH GRANT OPTION;`,
  ];
  await put('initial.sql', `${statements.join('\n')}\n`);
};

const prepareBroker = async (installation: Installation): Promise<void> => {
  const { folder, put } = await prepareServer(installation, 'broker');
  const password = await secretOf(installation, 'broker.password');
  const controller = await secretOf(installation, 'broker.controller.password');
  const read = async (name: string): Promise<string> =>
    (await readIfThere(join(folder, name))) ?? '';
  await put('keystore.pem', `${await read('server.key')}\n${await read('server.pem')}`);
  const network = {
    host: servers.broker,
    bind: '0.0.0.0',
    keystore: `${secrets}/keystore.pem`,
    ca: await readInnerCa(installation),
  };
  const where = { folder: data, ports: { client: brokerPort, controller: 9093 }, network };
  await put('server.properties', serverText(where, { password, controller }));
  const log = `process.roles=broker,controller\nnode.id=1\nlog.dirs=${data}/data.new\n`;
  await put('format.properties', `${log}${quorumText(where)}`);
  await put('log4j2.xml', loggingText);
  const java = (memory: string) => [
    memory,
    '-XX:+UseSerialGC',
    `-Dlog4j2.configurationFile=${secrets}/log4j2.xml`,
    '-cp',
    jars,
  ];
  const server = [...java('-Xmx384m'), 'kafka.Kafka', `${secrets}/server.properties`];
  await put('server.args', lines(server));
  const scram = `SCRAM-SHA-512=[name=${adminName},password=${password}]`;
  const cluster = ['--cluster-id', await secretOf(installation, 'broker.cluster', 16)];
  const format = ['format', ...cluster, '--config', `${secrets}/format.properties`];
  const all = [...java('-Xmx128m'), 'kafka.tools.StorageTool', ...format, '--add-scram', scram];
  await put('format.args', lines(all));
};

const lines = (args: readonly string[]): string => args.map((one) => `"${one}"\n`).join('');

const prepareObjects = async (installation: Installation): Promise<void> => {
  const { put } = await prepareServer(installation, 'objects');
  await put('operator.password', await secretOf(installation, 'objects.password'));
};

/** The gateway's certificate as a client of the cells; those of tenants come later. */
const prepareGateway = async (installation: Installation): Promise<void> => {
  const { gateway, certificates } = pathsOf(installation);
  const account = platformAccount(installation.uids, 'gateway');
  const readable = { uid: null, gid: account.gid, mode: 0o750 };
  for (const folder of [gateway, certificates]) await place.folder(folder, readable);
  await ensureInner(
    installation,
    { place, now: new Date() },
    { file: join(gateway, 'client'), names: ['gateway'], purpose: 'client', account },
  );
  const ca = await readInnerCa(installation);
  await place.file(join(gateway, 'inner.pem'), ca, { uid: null, gid: account.gid, mode: 0o440 });
};

/** The witness's key is made here once; the logs that it knows come with the tenants. */
const prepareWitness = async (installation: Installation): Promise<void> => {
  await makeWitness(installation, place);
  const account = platformAccount(installation.uids, 'witness');
  const folder = pathsOf(installation).witness;
  await certifyAs(installation, { folder, account, name: 'witness' });
};

/** A random secret of the operator, made once. It does not begin with a hyphen, which Kafka takes for an option. */
export const secretOf = async (
  installation: Installation,
  name: string,
  bytes = 32,
): Promise<string> => {
  const file = join(installation.home, 'secrets', name);
  const present = await readIfThere(file);
  if (present !== null) return present;
  let secret = '-';
  while (secret.startsWith('-')) secret = randomBytes(bytes).toString('base64url');
  await place.file(file, secret, { uid: null, gid: null, mode: 0o400 });
  return secret;
};
