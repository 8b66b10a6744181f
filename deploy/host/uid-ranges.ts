import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode, readIfThere, refusal, type UidRange } from '@bulwark/tenancy';
import { inTurn } from './patience.ts';

/** Every installation on a machine has its own 4096 uids, so that two never share one. */
export const rangeSize = 4096;
const firstStart = 20_000;
/** Past systemd's dynamic users and 16-bit nobody; below the ranges of containers. */
const starts: readonly number[] = [
  ...Array.from({ length: 9 }, (_, index) => firstStart + index * rangeSize),
  ...Array.from({ length: 100 }, (_, index) => 70_000 + index * rangeSize),
];

export type Claims = {
  /** The folder with one file per range, named by its first uid, which holds its home's path. */
  readonly folder: string;
  readonly home: string;
  /** Whether a home that holds a range is still there. */
  readonly isHome: (path: string) => Promise<boolean>;
  /** Whether any process runs under a uid of this range. */
  readonly isInUse: (range: UidRange) => Promise<boolean>;
};

export const machineRanges = '/var/lib/bulwark/uid-ranges';

/** The range of a home, claimed at the first call; a range is free again once its home is gone. */
export const claimRange = async (claims: Claims): Promise<UidRange> => {
  await mkdir(claims.folder, { recursive: true, mode: 0o755 });
  return await inTurn(join(claims.folder, '.lock'), 10, async () => {
    const mine = (await readClaims(claims.folder)).find(({ home }) => home === claims.home);
    return mine ? rangeAt(mine.start) : await claimFree(claims);
  });
};

/** Gives a range back, once its home is gone. */
export const releaseRange = async (folder: string, { start }: UidRange): Promise<void> =>
  await rm(join(folder, String(start)), { force: true });

/** Makes sure that a home which knows its range still holds it (it may have been moved or copied). */
export const confirmRange = async (claims: Claims, range: UidRange): Promise<void> => {
  const file = join(claims.folder, String(range.start));
  const holder = (await readIfThere(file))?.trim() ?? null;
  if (holder === claims.home) return;
  if (holder !== null && (await claims.isHome(holder)))
    throw refusal(
      `The uids from ${range.start} belong to ${holder}; this home looks like a copy of it. Start with another BULWARK_HOME.`,
    );
  await mkdir(claims.folder, { recursive: true, mode: 0o755 });
  await rm(file, { force: true });
  await write(file, claims.home);
};

const claimFree = async (claims: Claims): Promise<UidRange> => {
  for (const start of starts) {
    const file = join(claims.folder, String(start));
    const holder = (await readIfThere(file))?.trim() ?? null;
    if (holder !== null && (await claims.isHome(holder))) continue;
    if (await claims.isInUse(rangeAt(start))) continue;
    await rm(file, { force: true });
    await write(file, claims.home);
    return rangeAt(start);
  }
  throw refusal(
    `All uid ranges are taken. Remove those of homes that are gone in ${claims.folder}.`,
  );
};

const readClaims = async (folder: string) => {
  const names = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
  return await Promise.all(
    names.map(async (name) => ({
      start: Number(name),
      home: (await readFile(join(folder, name), 'utf8')).trim(),
    })),
  );
};

const rangeAt = (start: number): UidRange => ({ start, size: rangeSize });

const write = async (path: string, home: string): Promise<void> => {
  try {
    const file = await open(path, 'wx', 0o644);
    await file.writeFile(`${home}\n`);
    await file.close();
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw refusal('Another installation starts just now. Try again.');
    throw error;
  }
};
