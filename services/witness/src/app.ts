import { join } from 'node:path';
import { takeLock } from '@bulwark/tenancy/lock';
import type { Config } from './config.ts';
import { createCosigner } from './cosign/cosigner.ts';
import { createLogs } from './cosign/logs.ts';
import { createStore } from './cosign/store.ts';
import { createWitnessServer, listen } from './server.ts';

export type { Config } from './config.ts';

type Told = (msg: string, fields?: Readonly<Record<string, unknown>>) => void;
export type Log = { readonly info: Told; readonly warn: Told; readonly error: Told };

export type Witness = { readonly stop: () => Promise<void> };

/** Starts the witness. @throws Error while another process holds its store: two could cosign a fork */
export const startWitness = async (
  { key, name, logs, store, door }: Config,
  { log, now }: { readonly log: Log; readonly now: () => Date },
): Promise<Witness> => {
  const lock = await takeLock(join(store, 'lock'));
  if (!lock.held) throw new Error(`process ${lock.holder.pid} holds the witness's store`);
  const addCheckpoint = createCosigner({
    name,
    key,
    findLog: createLogs(logs, { warn: log.warn, now }).find,
    store: createStore(store),
    now,
    alarm: log.error,
  });
  const failed = (error: unknown): void => log.error('a request failed', { reason: String(error) });
  const server = createWitnessServer(addCheckpoint, failed, door);
  await listen(server, door);
  return {
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      await closed;
      await lock.release();
    },
  };
};
