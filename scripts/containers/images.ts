import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { platformAccount, refusal, services } from '@bulwark/tenancy';
import { ensureKafka } from '../kafka/class-path.ts';
import { clone, runScript, say } from '../settings.ts';
import { makeBase } from './base-image.ts';
import { docker, dockerAloud, type Engine, ensureEngine } from './engine.ts';
import { buildObjectStore } from './object-store.ts';
import { tenants, uids } from './plan.ts';

const run = promisify(execFile);
const folder = join(clone, 'deploy/images');
const base = 'bulwark/debian:12';
const kafka = 'bulwark/kafka:4.1.2';
const builder = 'bulwark/build:24';

/** npm for the build image: the package itself, held to this checksum. */
const npm = {
  name: 'npm@11.21.2',
  sha512:
    '7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==',
};

type Image = {
  readonly name: string;
  /** Made once, and again only when it is asked for by name. */
  readonly kept: boolean;
  readonly make: (engine: Engine) => Promise<void>;
};

const ownerOf = (role: Parameters<typeof platformAccount>[1]): string =>
  `OWNER=${platformAccount(uids, role).uid}`;

/** Everything that docker-compose.yml names, and what that is built on, in the order in which to build it. */
export const images: readonly Image[] = [
  { name: base, kept: true, make: (engine) => makeBase(engine, base) },
  { name: builder, kept: true, make: (engine) => makeBuilder(engine) },
  {
    name: 'bulwark/mariadb:10.11',
    kept: true,
    make: (engine) =>
      build(engine, 'bulwark/mariadb:10.11', join(folder, 'mariadb'), [ownerOf('database')]),
  },
  { name: kafka, kept: true, make: (engine) => makeKafka(engine) },
  { name: 'bulwark/objects:1.8.0', kept: true, make: (engine) => makeObjects(engine) },
  {
    name: 'bulwark/mail:3.21.6',
    kept: true,
    make: (engine) =>
      build(engine, 'bulwark/mail:3.21.6', join(folder, 'mail-sink'), [ownerOf('mail')]),
  },
  ...['operator', 'gateway', 'witness', 'cell', ...services].map(
    (service): Image => ({
      name: `bulwark/${service}:dev`,
      kept: false,
      make: (engine) => makeOurs(engine, service),
    }),
  ),
];

/** The operator calls Kafka's own tools, so that its image stands on Kafka's. */
const makeOurs = (engine: Engine, service: string): Promise<void> => {
  const given = [`SERVICE=${service}`, ...(service === 'operator' ? operatorArguments : [])];
  return build(engine, `bulwark/${service}:dev`, clone, given, join(folder, 'Dockerfile'));
};
const operatorArguments = [
  `BASE=${kafka}`,
  ownerOf('operator'),
  `TENANTS=${tenants.map(({ slug }) => slug).join(' ')}`,
];

/** The network is the machine's: packages come from where the machine has them from. */
const build = async (
  engine: Engine,
  name: string,
  context: string,
  given: readonly string[] = [],
  file = join(context, 'Dockerfile'),
): Promise<void> => {
  const all = [`BASE=${base}`, `BUILD_BASE=${builder}`, ...given];
  const authorities = process.env.NODE_EXTRA_CA_CERTS ?? '/etc/ssl/certs/ca-certificates.crt';
  await dockerAloud(
    engine,
    [
      ...['build', '--network', 'host', '--progress', 'plain', '-q', '-t', name, '-f', file],
      ...all.flatMap((argument) => ['--build-arg', argument]),
      ...['--secret', `id=ca,src=${authorities}`],
      ...['--secret', `id=npmrc,src=${await npmSettings()}`],
      context,
    ],
    { cwd: clone, more: { DOCKER_BUILDKIT: '1' } },
  );
};

/** The user's own settings of npm, with which registry and authorities are found; or none. */
const npmSettings = async (): Promise<string> => {
  const own = join(homedir(), '.npmrc');
  return await readFile(own).then(
    () => own,
    () => '/dev/null',
  );
};

const inContext = async (work: (context: string) => Promise<void>): Promise<void> => {
  const context = await mkdtemp(join(tmpdir(), 'bulwark-image-'));
  try {
    await work(context);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
};

const makeBuilder = (engine: Engine): Promise<void> =>
  inContext(async (context) => {
    await run('npm', ['pack', npm.name, '--silent', '--pack-destination', context], {
      cwd: context,
    });
    const archive = join(context, `${npm.name.replace('@', '-')}.tgz`);
    const sum = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (sum !== npm.sha512) throw refusal(`${npm.name} is not what it was: its checksum is ${sum}`);
    await mkdir(join(context, 'npm'));
    await run('tar', ['-xzf', archive, '-C', join(context, 'npm'), '--strip-components=1']);
    await cp(process.execPath, join(context, 'node'), { dereference: true });
    await cp(join(folder, 'build/Dockerfile'), join(context, 'Dockerfile'));
    await build(engine, builder, context);
  });

const makeKafka = (engine: Engine): Promise<void> =>
  inContext(async (context) => {
    const { jars } = await ensureKafka(say);
    await cp(jars, join(context, 'jars'), { recursive: true });
    await cp(join(folder, 'kafka'), context, { recursive: true });
    await build(engine, kafka, context, [ownerOf('broker')]);
  });

const makeObjects = (engine: Engine): Promise<void> =>
  inContext(async (context) => {
    await buildObjectStore(join(folder, 'object-store'), join(context, 'versitygw'));
    for (const name of ['Dockerfile', 'enter'])
      await cp(join(folder, 'object-store', name), join(context, name));
    await build(engine, 'bulwark/objects:1.8.0', context, [ownerOf('objects')]);
  });

/** Makes these images, or all: those of others only where they are missing. */
export const makeImages = async (
  engine: Engine,
  names: readonly string[],
  say: (line: string) => void,
): Promise<void> => {
  for (const { name, kept, make } of images) {
    const isAsked = names.length === 0 || names.some((wanted) => name.includes(`/${wanted}:`));
    if (!isAsked) continue;
    if (kept && names.length === 0 && (await isThere(engine, name))) continue;
    const began = performance.now();
    await make(engine);
    say(`${name} made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
};

const isThere = (engine: Engine, name: string): Promise<boolean> =>
  docker(engine, 'image', 'inspect', name).then(
    () => true,
    () => false,
  );

if (import.meta.main)
  await runScript(async () => makeImages(await ensureEngine(say), process.argv.slice(2), say));
