import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningBroker, startBroker } from '../deploy/host/broker.ts';
import { canLogInto } from '../deploy/host/broker-desk.ts';
import { choosePorts } from '../deploy/host/broker-ports.ts';
import { openChildren } from '../deploy/host/children.ts';
import { claimsOf } from '../deploy/host/installation.ts';
import { isRoot } from '../deploy/host/privileged.ts';
import { claimRange, machineRanges, releaseRange } from '../deploy/host/uid-ranges.ts';
import { ensureKafka } from './kafka/class-path.ts';

const quiet = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What a test is told of the run's broker: login, tools, and the file in which its process is recorded. */
export type TestBroker = Pick<RunningBroker, 'login' | 'tools'> & { readonly record: string };

/** One private Apache Kafka for a test run; `task` gets its administrator's login and tools as JSON. */
export const withTestBroker = async <T>(task: (broker: string) => Promise<T>): Promise<T> => {
  const programs = await ensureKafka(quiet);
  const home = await mkdtemp(join(tmpdir(), 'bulwark-broker-'));
  await chmod(home, 0o755);
  const uids = isRoot() ? await claimRange(claimsOf(home)) : null;
  const id = uids ? uids.start + 3 : null;
  const folder = join(home, 'kafka');
  const around = { record: join(home, 'processes.json'), logs: join(home, 'log'), say: quiet };
  try {
    await mkdir(around.logs);
    await mkdir(folder);
    const place = { folder, account: { uid: id, gid: id }, ports: await choosePorts(folder) };
    const children = openChildren(around);
    const broker = await startBroker(children, { place, programs, canLogIn: canLogInto });
    try {
      const { login, tools } = broker;
      return await task(JSON.stringify({ login, tools, record: around.record }));
    } finally {
      await broker.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
    if (uids) await releaseRange(machineRanges, uids);
  }
};
