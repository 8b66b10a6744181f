import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * Seals bytes so that each named recipient, and nobody else, opens them: one content key (AES-256-GCM), wrapped per
 * recipient by X25519 with an ephemeral key and HKDF-SHA-256. The text form is JSON; `context` is authenticated.
 */
export const seal = (
  plain: string,
  { recipients, context }: { recipients: { readonly [name: string]: KeyObject }; context: string },
): string => {
  const content = randomBytes(32);
  const ephemeral = generateKeyPairSync('x25519');
  const to = Object.fromEntries(
    Object.entries(recipients).map(([name, publicKey]) => {
      const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey });
      return [name, encrypt(content, wrappingKey(shared, name), context)];
    }),
  );
  const epk = ephemeral.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  return JSON.stringify({ epk, to, box: encrypt(Buffer.from(plain), content, context) });
};

/** @throws Error when it was not sealed to this recipient, or not in this context. */
export const openSealed = (
  sealed: string,
  { name, privateKey, context }: { name: string; privateKey: KeyObject; context: string },
): string => {
  const { epk, to, box } = JSON.parse(sealed) as {
    epk: string;
    to: { [name: string]: string };
    box: string;
  };
  const wrapped = to[name];
  if (!wrapped) throw new Error(`nothing here is sealed to ${name}`);
  const publicKey = createPublicKey({
    key: Buffer.from(epk, 'base64url'),
    format: 'der',
    type: 'spki',
  });
  const shared = diffieHellman({ privateKey, publicKey });
  const content = decrypt(wrapped, wrappingKey(shared, name), context);
  return decrypt(box, content, context).toString();
};

const wrappingKey = (shared: Buffer, name: string): Buffer =>
  Buffer.from(hkdfSync('sha256', shared, '', `bulwark sealed box|${name}`, 32));

const encrypt = (plain: Buffer, key: Buffer, context: string): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
};

const decrypt = (text: string, key: Buffer, context: string): Buffer => {
  const bytes = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
};

export const privateKeyFrom = (pem: string): KeyObject => createPrivateKey(pem);

export const publicKeyFrom = (jwk: { readonly [member: string]: unknown }): KeyObject =>
  createPublicKey({ key: jwk as never, format: 'jwk' });
