import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rawPublicKey, sha256 } from '@bulwark/crypto/ed25519';
import { formatKey, LOG_KEY, originOfLog, WITNESS_KEY } from '@bulwark/trail';
import { readIfThere } from './files.ts';
import { readInnerCa } from './inner-certificate.ts';
import { type Installation, pathsOf, platformAccount } from './installation.ts';
import { readSecret } from './keys.ts';
import type { Place } from './parts.ts';

/** How a cell reaches the witness, and the key that it believes, as C2SP signed-note writes keys. */
export type WitnessAddress = { readonly key: string } & (
  | { readonly socket: string }
  | { readonly host: string; readonly port: number; readonly ca: string }
);

/** Makes the witness's folders, and its key once. Only the witness may write its store; everybody may knock at its socket. */
export const makeWitness = async (installation: Installation, place: Place): Promise<void> => {
  const paths = pathsOf(installation);
  const account = platformAccount(installation.uids, 'witness');
  const readable = { uid: null, gid: account.gid, mode: 0o750 };
  await place.folder(paths.witness, readable);
  await place.folder(paths.witnessLogs, readable);
  await place.folder(paths.witnessStore, { ...account, mode: 0o700 });
  await place.folder(paths.witnessRun, { ...account, mode: 0o711 });
  if ((await readIfThere(paths.witnessKey)) !== null) return;
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await place.file(paths.witnessKey, pem, { ...account, mode: 0o400 });
};

export const witnessOf = async (installation: Installation): Promise<WitnessAddress> => {
  const { witnessKey, witnessSocket } = pathsOf(installation);
  const publicKey = rawPublicKey(createPublicKey(await readFile(witnessKey, 'utf8')));
  const name = `${installation.apex}/witness`;
  const key = formatKey({ name, type: WITNESS_KEY, publicKey }, { sha256 });
  const { containers } = installation;
  if (!containers) return { socket: witnessSocket, key };
  return { ...containers.witness, ca: await readInnerCa(installation), key };
};

/** Tells the witness of a tenant's log: its origin and the key that signs for it. The tenant has no say in it. */
export const introduceLog = async (
  installation: Installation,
  place: Place,
  id: string,
): Promise<void> => {
  const pem = await readSecret(installation, id, 'audit', 'log.key');
  const name = originOfLog(installation.apex, id);
  const publicKey = rawPublicKey(createPublicKey(pem));
  const keys = [formatKey({ name, type: LOG_KEY, publicKey }, { sha256 })];
  const text = `${JSON.stringify({ origin: name, keys }, null, 2)}\n`;
  const { gid } = platformAccount(installation.uids, 'witness');
  const file = join(pathsOf(installation).witnessLogs, `${id}.json`);
  await place.file(file, text, { uid: null, gid, mode: 0o640 });
};
