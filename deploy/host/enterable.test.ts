import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { judgeWay, lookAtWay } from './enterable.ts';

test('a way whose folders all let others through is good', () => {
  const steps = [
    { path: '/', mode: 0o755 },
    { path: '/tmp', mode: 0o1777 },
    { path: '/tmp/home', mode: 0o711 },
  ];
  expect(judgeWay(steps)).toEqual({ good: true });
});

test('the first folder that lets nobody through is named, with the command that mends it', () => {
  const steps = [
    { path: '/', mode: 0o755 },
    { path: '/root', mode: 0o700 },
    { path: '/root/clone', mode: 0o750 },
  ];
  expect(judgeWay(steps)).toMatchObject({ good: false, path: '/root', mend: 'chmod o+x /root' });
});

test('a folder in which everyone may replace everything is refused; with the sticky bit it is not', () => {
  const open = [{ path: '/srv', mode: 0o777 }];
  expect(judgeWay(open)).toMatchObject({ good: false, path: '/srv', mend: 'chmod o-w /srv' });
  expect(judgeWay([{ path: '/srv', mode: 0o1777 }])).toEqual({ good: true });
});

test('the way is looked at as it is on the disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'way-'));
  await mkdir(join(folder, 'home'));
  expect(await lookAtWay(join(folder, 'home'))).toMatchObject({ good: false, path: folder });
  await chmod(folder, 0o711);
  expect(await lookAtWay(join(folder, 'home'))).toEqual({ good: true });
  await rm(folder, { recursive: true });
});
