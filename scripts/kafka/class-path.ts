import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@bulwark/tenancy';
import { findProgram, installCommand, installPackages } from '../../deploy/host/apt.ts';
import type { KafkaPrograms } from '../../deploy/host/broker-files.ts';
import { isRoot } from '../../deploy/host/privileged.ts';
import { clone } from '../settings.ts';

const here = import.meta.dirname;
const cache = join(clone, 'node_modules/.cache/bulwark/kafka');
const packages = ['openjdk-17-jre-headless', 'maven'];
const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const virtualMachines = '/usr/lib/jvm';
const oldestJava = 17;

/**
 * Java and Apache Kafka's class path, fetched once by Maven and checked against jars.sha256. As root, Java and Maven
 * are installed where they are missing.
 */
export const ensureKafka = async (say: (line: string) => void): Promise<KafkaPrograms> => {
  const pom = await readFile(join(here, 'pom.xml'));
  const version = createHash('sha256').update(pom).digest('hex').slice(0, 12);
  const jars = join(cache, version);
  const there = await exists(jars);
  const java = await ensurePrograms(say, there ? [findJava] : [findJava, findMaven]);
  if (!there) await fetchJars(jars, say);
  return { java, jars, version };
};

type Find = () => Promise<string | null>;

/** Answers the first of the programs, once all are there. */
const ensurePrograms = async (
  say: (line: string) => void,
  wanted: readonly Find[],
): Promise<string> => {
  const look = async () => await Promise.all(wanted.map((find) => find()));
  const present = await look();
  if (present[0] && present.every(Boolean)) return present[0];
  const command = installCommand(packages);
  if (!isRoot())
    throw refusal(
      `Apache Kafka needs Java ${oldestJava} and Maven. Install them and start again: sudo ${command}`,
    );
  say('Installing Java and Maven …');
  await installPackages(packages);
  const installed = await look();
  if (installed[0] && installed.every(Boolean)) return installed[0];
  throw refusal(
    `Java ${oldestJava} and Maven could not be installed. Run this and start again: ${command}`,
  );
};

const findMaven: Find = async () => await findProgram('mvn', folders);

const findJava: Find = async () => {
  const machines = await readdir(virtualMachines).catch(() => []);
  const home = process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, 'bin')] : [];
  const bins = machines.sort().map((name) => join(virtualMachines, name, 'bin'));
  for (const folder of [...home, ...folders, ...bins]) {
    const java = await findProgram('java', [folder]);
    if (java && isNewEnough(java)) return java;
  }
  return null;
};

const isNewEnough = (java: string): boolean => {
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0) >= oldestJava;
};

/** The folder gets its name once every file in it is what it should be. */
const fetchJars = async (jars: string, say: (line: string) => void): Promise<void> => {
  say('Fetching Apache Kafka …');
  const draft = `${jars}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const goal = 'dependency:copy-dependencies';
  const given = [`-DoutputDirectory=${draft}`, '-DincludeScope=runtime'];
  const maven = spawn('mvn', ['-q', '-B', '-C', '-f', join(here, 'pom.xml'), goal, ...given], {
    stdio: ['ignore', 2, 2],
  });
  const [code] = await once(maven, 'close');
  if (code !== 0) throw refusal('Apache Kafka could not be fetched; see above what Maven says.');
  await checkJars(draft);
  await rename(draft, jars).catch(async (error) => {
    // Another start was faster.
    if (!(await exists(jars))) throw error;
    await rm(draft, { recursive: true });
  });
};

const checkJars = async (folder: string): Promise<void> => {
  const lines = (await readFile(join(here, 'jars.sha256'), 'utf8')).trim().split('\n');
  const found = await Promise.all(
    (await readdir(folder)).sort().map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return `${createHash('sha256').update(bytes).digest('hex')}  ${name}`;
    }),
  );
  const strange = found.filter((line) => !lines.includes(line));
  if (strange.length === 0 && found.length === lines.length) return;
  throw refusal(`Apache Kafka's files are not those of scripts/kafka/jars.sha256: ${strange}`);
};

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );
