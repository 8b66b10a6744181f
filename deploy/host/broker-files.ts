import { randomBytes } from 'node:crypto';
import { access, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, readIfThere } from '@bulwark/tenancy';
import {
  adminName,
  type BrokerPlace,
  loggingText,
  quorumText,
  serverText,
  toolsText,
} from './broker-texts.ts';
import { type JavaPlace, runJava } from './java.ts';
import { placeFile, placeFolder } from './privileged.ts';

/** Java, and the folder of Apache Kafka's jars; `version` names what is in it. */
export type KafkaPrograms = {
  readonly java: string;
  readonly jars: string;
  readonly version: string;
};

/** Where the broker's own tools run; `settings` is the file with the administrator's login. */
export type BrokerTools = JavaPlace & { readonly settings: string };

/** What the broker's program is started with. */
export type PreparedBroker = {
  readonly password: string;
  readonly properties: string;
  readonly tools: BrokerTools;
};

/** Makes the broker's administrator and its storage once; settings are written anew each time. */
export const prepareBroker = async (
  place: BrokerPlace,
  programs: KafkaPrograms,
): Promise<PreparedBroker> => {
  const { folder, account } = place;
  const password = await ensureSecret(join(folder, 'admin.password'));
  const controller = await ensureSecret(join(folder, 'controller.password'));
  const tools = await prepareTools(place, programs, {
    user: adminName,
    password,
    ...(place.network ? { ca: place.network.ca } : {}),
  });
  const properties = join(folder, 'server.properties');
  await placeFile(properties, serverText(place, { password, controller }), readableBy(account));
  if (!(await exists(join(folder, 'data')))) await format(place, tools, password);
  return { password, properties, tools };
};

/** Puts the broker's own tools where its account may read them. */
export const prepareTools = async (
  { folder, account }: Pick<BrokerPlace, 'folder' | 'account'>,
  programs: KafkaPrograms,
  login: { readonly user: string; readonly password: string; readonly ca?: string },
): Promise<BrokerTools> => {
  const [logging, settings] = [join(folder, 'log4j2.xml'), join(folder, 'tools.properties')];
  await placeFile(logging, loggingText, readableBy(account));
  await placeFile(settings, toolsText(login), readableBy(account));
  const jars = await copyJars(folder, programs);
  return { folder, account, java: programs.java, jars, logging, settings };
};

const readableBy = ({ gid }: Account) => ({ uid: null, gid, mode: 0o440 });

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
const format = async (place: BrokerPlace, tools: BrokerTools, password: string): Promise<void> => {
  const { folder, account } = place;
  const draft = join(folder, 'data.new');
  const settings = join(folder, 'format.properties');
  await rm(draft, { recursive: true, force: true });
  await placeFolder(draft, { ...account, mode: 0o700 });
  const text = `process.roles=broker,controller\nnode.id=1\nlog.dirs=${draft}\n${quorumText(place)}`;
  await placeFile(settings, text, readableBy(account));
  const administrator = `SCRAM-SHA-512=[name=${adminName},password=${password}]`;
  const given = ['--cluster-id', newClusterId(), '--config', settings, '--add-scram'];
  await runJava(tools, 'kafka.tools.StorageTool', ['format', ...given, administrator]);
  await rm(settings);
  await rename(draft, join(folder, 'data'));
};

/** 16 random bytes that do not begin with a hyphen, as Kafka wants it. */
const newClusterId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
};

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );
