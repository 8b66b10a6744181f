import { generateKeyPairSync } from 'node:crypto';
import { dirname } from 'node:path';
import { readIfThere } from './files.ts';
import { type Installation, pathsOf } from './installation.ts';
import type { Place } from './parts.ts';
import { refusal } from './refusal.ts';

const root = { uid: null, gid: null } as const;

/**
 * Makes the operator's recovery key once (X25519): every backup carries its tenant's keys sealed to the public half, so
 * that losing a host loses no backup. Answers where the private half was written, null when there was a key.
 */
export const makeRecoveryKey = async (
  installation: Installation,
  place: Place,
): Promise<string | null> => {
  const { recoveryKey, recoveryPrivateKey } = pathsOf(installation);
  if ((await readIfThere(recoveryKey)) !== null) return null;
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  await place.folder(dirname(recoveryKey), { ...root, mode: 0o755 });
  // The public half comes last: once it is used, the private one was written.
  const secret = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await place.file(recoveryPrivateKey, secret, { ...root, mode: 0o400 });
  const open = String(publicKey.export({ type: 'spki', format: 'pem' }));
  await place.file(recoveryKey, open, { ...root, mode: 0o444 });
  return recoveryPrivateKey;
};

/** What an installation starts with: development makes its key itself, production wants one made with care. */
export const demandRecoveryKey = async (
  installation: Installation,
  place: Place,
  say: (line: string) => void,
): Promise<void> => {
  const { recoveryKey } = pathsOf(installation);
  if ((await readIfThere(recoveryKey)) !== null) return;
  if (installation.mode === 'production')
    throw refusal(
      `There is no recovery key, without which no backup outlives this host. Make it: npm run tenant -- recovery-key`,
    );
  const file = await makeRecoveryKey(installation, place);
  say(
    `Made a recovery key for backups; its private half lies in ${file}: in production it must not.`,
  );
};
