import { mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { placeFile, placeFolder, runToEnd } from './privileged.ts';

const ours = { uid: null, gid: null };
let folder = '';
let umask = 0;
beforeEach(async () => {
  umask = process.umask(0o077);
  folder = await mkdtemp(join(tmpdir(), 'privileged-'));
});
afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true });
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o7777;

test('files and folders get the mode that was asked for, whatever the umask is', async () => {
  await placeFolder(join(folder, 'open'), { ...ours, mode: 0o2755 });
  await placeFile(join(folder, 'open', 'file'), 'text', { ...ours, mode: 0o644 });
  expect(await modeOf(join(folder, 'open'))).toBe(0o2755);
  expect(await modeOf(join(folder, 'open', 'file'))).toBe(0o644);
  expect(await readFile(join(folder, 'open', 'file'), 'utf8')).toBe('text');
});

test('a link in the place of a folder is not followed', async () => {
  await mkdir(join(folder, 'victim'), { mode: 0o700 });
  await symlink(join(folder, 'victim'), join(folder, 'link'));
  await expect(placeFolder(join(folder, 'link'), { ...ours, mode: 0o777 })).rejects.toThrow();
  expect(await modeOf(join(folder, 'victim'))).toBe(0o700);
});

test('a process gets the environment it is given and nothing of ours', () => {
  const task = { ...ours, command: '/usr/bin/env', args: [], env: { ONLY: 'this' }, cwd: '/' };
  expect(runToEnd(task)).toEqual({ status: 0, output: 'ONLY=this\n' });
});
