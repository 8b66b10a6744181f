import { generateSecret, generateSync, generateURI, verify } from 'otplib';

/** RFC 6238: 6 digits, 30 s steps, SHA-1, as authenticator apps know it. Codes of this step and the one before pass. */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

export const totpUri = (secret: string, { issuer, label }: { issuer: string; label: string }) =>
  generateURI({ issuer, label, secret });

/** The current code of a secret: for development tools and tests. `epoch` in seconds. */
export const totpCode = (secret: string, epoch: number): string => generateSync({ secret, epoch });

/**
 * The time step of a right code, null for a wrong one. The caller stores the step with a compare-and-set
 * (`last_step < step`), which is what makes a code good for one use (RFC 6238 §5.2).
 */
export const totpStep = async (
  code: string,
  { secret, lastStep, epoch }: { secret: string; lastStep: number | null; epoch: number },
): Promise<number | null> => {
  if (!/^\d{6}$/.test(code)) return null;
  const current = Math.floor(epoch / 30);
  if (lastStep !== null && lastStep > current) return null;
  const verdict = await verify({
    secret,
    token: code,
    epoch,
    epochTolerance: [30, 0],
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  });
  return verdict.valid && 'timeStep' in verdict ? verdict.timeStep : null;
};
