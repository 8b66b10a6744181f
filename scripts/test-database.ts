import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChildren } from '../deploy/host/children.ts';
import { startDatabase } from '../deploy/host/database.ts';
import { claimsOf } from '../deploy/host/installation.ts';
import { ensureMariadb } from '../deploy/host/mariadb.ts';
import { isRoot, placeFolder } from '../deploy/host/privileged.ts';
import { claimRange, machineRanges, releaseRange } from '../deploy/host/uid-ranges.ts';

const quiet = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** One private MariaDB for a test run; `task` gets its administrator's login as JSON. */
export const withTestDatabase = async <T>(task: (login: string) => Promise<T>): Promise<T> => {
  const programs = await ensureMariadb(quiet);
  // Short and open to all, so that tests may start processes under other accounts there.
  const folder = await mkdtemp(join(tmpdir(), 'bulwark-test-'));
  await chmod(folder, 0o755);
  const uids = isRoot() ? await claimRange(claimsOf(folder)) : null;
  const account = { uid: uids?.start ?? null, gid: uids?.start ?? null };
  const place = {
    folder: join(folder, 'database'),
    socketPath: join(folder, 'database', 'mariadb.sock'),
    account,
  };
  try {
    await placeFolder(place.folder, { uid: null, gid: account.gid, mode: 0o1775 });
    await mkdir(join(folder, 'log'));
    const around = {
      record: join(folder, 'processes.json'),
      logs: join(folder, 'log'),
      say: quiet,
    };
    const database = await startDatabase(openChildren(around), place, programs);
    try {
      return await task(JSON.stringify(database.login));
    } finally {
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    if (uids) await releaseRange(machineRanges, uids);
  }
};
