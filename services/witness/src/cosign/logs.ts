import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, verifyEd25519 } from '@bulwark/crypto/ed25519';
import { type NoteVerifier, parseKey, verifierOf } from '@bulwark/trail';

/** A log that the operator's tasks made known: its name in the store, and the keys that may sign for its origin. */
export type KnownLog = { readonly id: string; readonly verifiers: readonly NoteVerifier[] };

type Told = (msg: string, fields: Readonly<Record<string, unknown>>) => void;

/** A folder that changed less than this ago may change again within the same tick of its clock. */
const UNSETTLED_MS = 2000;

/**
 * The logs in a folder, one file `<id>.json` each: `{ origin, keys: [<key as signed-note writes it>] }`. Read again when
 * the folder changes. A file that can't be believed makes that log alone unknown.
 */
export const createLogs = (
  folder: string,
  { warn, now }: { readonly warn: Told; readonly now: () => Date },
) => {
  let known: { readonly at: number; readonly logs: ReadonlyMap<string, KnownLog> } | null = null;

  const read = async (): Promise<ReadonlyMap<string, KnownLog>> => {
    const { mtimeMs } = await stat(folder);
    if (known?.at === mtimeMs) return known.logs;
    const names = (await readdir(folder)).filter((name) => /^t[a-z2-7]{9}\.json$/.test(name));
    const logs = new Map<string, KnownLog>();
    for (const name of names.sort()) {
      try {
        const { origin, log } = parseLog(name.slice(0, -5), await readFile(join(folder, name)));
        if (logs.has(origin)) throw new Error(`${origin} has two files`);
        logs.set(origin, log);
      } catch (error) {
        warn('a log is not known', { file: name, reason: String(error) });
      }
    }
    known = now().getTime() - mtimeMs > UNSETTLED_MS ? { at: mtimeMs, logs } : null;
    return logs;
  };

  return {
    find: async (origin: string): Promise<KnownLog | null> => (await read()).get(origin) ?? null,
  };
};
export type Logs = ReturnType<typeof createLogs>;

const parseLog = (id: string, text: Buffer): { origin: string; log: KnownLog } => {
  const { origin, keys } = JSON.parse(text.toString());
  if (typeof origin !== 'string' || !Array.isArray(keys) || keys.length === 0)
    throw new Error('a log has an origin and keys');
  const verifiers = keys.map((key) =>
    verifierOf(parseKey(String(key), { sha256 }), { sha256, verify: verifyEd25519 }),
  );
  if (verifiers.some(({ name }) => name !== origin)) throw new Error('a key has another name');
  return { origin, log: { id, verifiers } };
};
