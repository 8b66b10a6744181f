import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isRunning, processIdentity, takeLock, withLock } from './lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a lock that a living process holds is refused', async () => {
  const file = join(folder, 'lock');
  const first = await takeLock(file);
  expect([first.held, (await takeLock(file)).held]).toEqual([true, false]);
  await expect(withLock(file, async () => 1)).rejects.toThrow('Another operator task');
});

test('the lock of a process that is gone is taken over', async () => {
  const file = join(folder, 'lock');
  const child = spawn('/bin/sleep', ['60']);
  const identity = processIdentity(child.pid ?? 0);
  await writeFile(file, JSON.stringify(identity));
  expect((await takeLock(file)).held).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect((await takeLock(file)).held).toBe(true);
  expect(await readdir(folder)).toEqual(['lock']);
});

test('a later process with the same pid is another one', () => {
  const mine = processIdentity(process.pid);
  expect(mine && isRunning(mine)).toBe(true);
  expect(isRunning({ pid: process.pid, started: 'earlier' })).toBe(false);
});

test('only one of many that come at once gets the lock', async () => {
  const file = join(folder, 'lock');
  const locks = await Promise.all(Array.from({ length: 20 }, () => takeLock(file)));
  expect(locks.filter(({ held }) => held)).toHaveLength(1);
});
