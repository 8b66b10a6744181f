import { newDataKey, unwrapDataKey } from '@bulwark/crypto';
import { backupWanted, onEvent } from '@bulwark/events';
import { peerRoute } from '@bulwark/http';
import type { Objects } from '@bulwark/objects';
import { z } from '@bulwark/record';
import { type App, later, openCellObjects, type Ports, type Service } from '@bulwark/runtime';
import {
  countBytes,
  countRows,
  type Manifest,
  manifestKey,
  openManifest,
  readContents,
  sealManifest,
} from './archive/manifest.ts';
import { textOf } from './archive/text.ts';
import { beginUnasked } from './backups/begin.ts';
import { runChild } from './backups/child-process.ts';
import { dailyBackup } from './backups/daily.ts';
import { performBackups, type Verified } from './backups/perform.ts';
import { listBackups } from './backups/repository.ts';
import { backupRoutes } from './backups/routes.ts';
import { childEnvironment, childProgram } from './config.ts';

const LONGEST_MS = 6 * 60 * 60 * 1000;

const createApp = (ports: Ports): App => {
  const { cell, database, inTransaction, now, newId, alarm } = ports;
  const { sql } = database;
  const frame = { tenant: cell.id, build: cell.build, newId };
  const take = (id: string, signal: AbortSignal) => takeBackup(id, signal, ports);
  const performing = { sql, inTransaction, take, frame, now, alarm };
  const perform = ports.alone('backups', async (signal) => {
    await performBackups(performing, signal);
    return undefined;
  });
  return {
    routes: backupRoutes({ sql, newId }),
    peer: [
      peerRoute({
        method: 'GET',
        path: '/backups',
        caller: 'operator',
        handle: async () => ({ body: { items: await listBackups(sql) } }),
      }),
      peerRoute({
        method: 'POST',
        path: '/backups',
        caller: 'operator',
        body: z.strictObject({}),
        handle: () =>
          inTransaction(async (tx) => {
            const wish = { by: 'operator', route: 'operator/backup', now: now() } as const;
            const { id, isNew } = await beginUnasked(tx, wish, frame);
            return { status: isNew ? 200 : 409, body: { id } };
          }),
      }),
    ],
    consumers: [onEvent('backup', backupWanted, async () => perform())],
    jobs: [dailyBackup({ sql, inTransaction, frame, now, alarm })],
    started: async () => perform(),
  };
};

export const backup: Service = { name: 'backup', createApp };

/** Lets the child copy and compare, then closes the backup with its manifest, which is read back too. */
const takeBackup = async (
  id: string,
  stopping: AbortSignal,
  { cell, folder, secret, newId }: Ports,
): Promise<Verified> => {
  const kek = Buffer.from(secret('kek').reveal(), 'base64');
  const dataKey = newDataKey('backup', { kek, id: newId() });
  const key = unwrapDataKey(dataKey, kek).toString('base64');
  const contents = readContents(
    await within(LONGEST_MS, stopping, (signal) =>
      runChild({
        program: childProgram(),
        environment: childEnvironment,
        folder,
        line: JSON.stringify({ backup: id, key }),
        signal,
      }),
    ),
  );
  const manifest: Manifest = {
    ...contents,
    v: 1,
    tenant: cell.id,
    backup: id,
    epoch: cell.epoch,
    build: cell.build,
    dataKey: { ...dataKey, purpose: 'backup' },
  };
  const sha256 = await storeManifest(manifest, kek, await openCellObjects(cell, secret));
  const [rows, bytes] = [countRows(contents), countBytes(contents)];
  return { taken: contents.taken, rows, bytes, sha256 };
};

const storeManifest = async (
  manifest: Manifest,
  kek: Buffer,
  objects: Objects,
): Promise<string> => {
  const key = manifestKey(manifest.backup);
  const { text, sha256 } = sealManifest(manifest, kek);
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  }
  const stored = await objects.put(key, content());
  openManifest(await textOf(objects.get(key)), kek);
  if (stored.sha256 !== sha256) throw new Error('the manifest is not what was written');
  return sha256;
};

/** Gives a work a signal that says stop when either the service stops or the time is over. */
const within = async <T>(
  ms: number,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const late = new AbortController();
  const cancel = later(() => late.abort(), ms);
  return await work(AbortSignal.any([stopping, late.signal])).finally(cancel);
};
