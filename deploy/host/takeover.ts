import { isRunning, type UidRange } from '@bulwark/tenancy';
import { end, processesOf, type Recorded, readRecorded } from './processes.ts';

export const databaseName = 'database';

/**
 * Ends what a killed supervisor left running: what it recorded (same pid and same start), and, as
 * root, whatever else runs under the installation's own uids. The database goes last and gets time
 * to close its files. Answers the names of those it ended.
 */
export const endLeftovers = async (
  file: string,
  uids: UidRange | null,
  graceSeconds = 5,
): Promise<readonly string[]> => {
  const recorded = (await readRecorded(file)).filter(isRunning);
  const database = recorded.filter(({ name }) => name === databaseName);
  const others = recorded.filter(({ name }) => name !== databaseName);
  const unrecorded = await strangers(recorded, uids);
  await end([...others, ...unrecorded.filter(({ name }) => name !== databaseName)], graceSeconds);
  await end([...database, ...unrecorded.filter(({ name }) => name === databaseName)], 30);
  return [...recorded, ...unrecorded].map(({ name }) => name);
};

/** Children that were started, but not yet recorded, when the supervisor was killed. */
const strangers = async (
  recorded: readonly Recorded[],
  uids: UidRange | null,
): Promise<readonly Recorded[]> => {
  if (!uids) return [];
  const known = new Set(recorded.map(({ pid }) => pid));
  const running = (await processesOf(uids)).filter(({ pid }) => !known.has(pid));
  const ofDatabase = await processesOf({ start: uids.start, size: 1 });
  const databasePids = new Set(ofDatabase.map(({ pid }) => pid));
  return running.map((identity) => ({
    ...identity,
    name: databasePids.has(identity.pid) ? databaseName : 'unrecorded',
  }));
};
