import { readFileSync } from 'node:fs';
import { type Installation, pathsOf } from '@bulwark/tenancy';
import { startWitness } from '../../services/witness/src/app.ts';

/** The installation's witness in this process, over its own socket and store. */
export const openWitness = async (installation: Installation) => {
  const { witnessKey, witnessLogs, witnessStore, witnessSocket } = pathsOf(installation);
  const refusals: string[] = [];
  const config = {
    key: readFileSync(witnessKey, 'utf8'),
    name: `${installation.apex}/witness`,
    logs: witnessLogs,
    store: witnessStore,
    door: { socket: witnessSocket },
  };
  const note = (msg: string): void => void refusals.push(msg);
  const log = { info: () => {}, warn: note, error: note };
  const start = () => startWitness(config, { log, now: () => new Date() });
  let running = await start();
  return {
    socket: witnessSocket,
    /** What it warned of or refused, in its own words. */
    refusals,
    stop: () => running.stop(),
    start: async (): Promise<void> => {
      running = await start();
    },
  };
};
