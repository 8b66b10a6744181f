import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, processIdentity } from '@bulwark/tenancy';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { waitFor } from './patience.ts';
import { end, readRecorded } from './processes.ts';
import { endLeftovers } from './takeover.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'takeover-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A supervisor of two children, one of which is deaf to SIGTERM. */
const supervisor = (record: string): string => `
  import { openChildren } from '${join(import.meta.dirname, 'children.ts')}';
  const children = openChildren({ record: '${record}', logs: '${folder}', say: () => {} });
  const spec = { uid: null, gid: null, env: {}, cwd: '/', graceSeconds: 1, isReady: async () => true };
  await children.start({ ...spec, name: 'meek', command: '/bin/sleep', args: ['600'] });
  await children.start({ ...spec, name: 'deaf', command: '/bin/sh', args: ['-c', 'trap "" TERM; while :; do sleep 1; done'] });
  setInterval(() => {}, 1000);
`;

const startSupervisor = (record: string) =>
  spawn(process.execPath, ['--input-type=module', '-e', supervisor(record)], { stdio: 'ignore' });

test('a second start ends what a supervisor left that was killed', async () => {
  const record = join(folder, 'processes.json');
  const killed = startSupervisor(record);
  expect(
    await waitFor(async () => (await readRecorded(record)).length === 2, { seconds: 10 }),
  ).toBe(true);
  const left = await readRecorded(record);
  killed.kill('SIGKILL');
  await once(killed, 'close');
  expect(left.map(isRunning)).toEqual([true, true]);
  expect([...(await endLeftovers(record, null, 0.3))].sort()).toEqual(['deaf', 'meek']);
  expect(left.map(isRunning)).toEqual([false, false]);
}, 20_000);

test('a child that ends by itself is started again', async () => {
  const record = join(folder, 'processes.json');
  const running = startSupervisor(record);
  const meek = async () => (await readRecorded(record)).find(({ name }) => name === 'meek')?.pid;
  expect(await waitFor(async () => (await meek()) !== undefined, { seconds: 10 })).toBe(true);
  const first = (await meek()) ?? 0;
  process.kill(first, 'SIGKILL');
  const again = async () => ![undefined, first].includes(await meek());
  expect(await waitFor(again, { seconds: 10 })).toBe(true);
  running.kill('SIGKILL');
  await once(running, 'close');
  await endLeftovers(record, null, 0.3);
}, 20_000);

test('a stranger who has got the pid meanwhile is left alone', async () => {
  const record = join(folder, 'processes.json');
  const stranger = spawn('/bin/sleep', ['600']);
  const identity = processIdentity(stranger.pid ?? 0);
  await writeFile(
    record,
    JSON.stringify([{ pid: stranger.pid, started: 'earlier', name: 'cell' }]),
  );
  expect(await endLeftovers(record, null, 0.3)).toEqual([]);
  expect(identity && isRunning(identity)).toBe(true);
  await end(identity ? [identity] : [], 1);
});
