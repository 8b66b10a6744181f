import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

export type Certified = { readonly cert: string; readonly key: string };

const day = 86_400_000;
const validity = () => ({
  notBefore: new Date(Date.now() - day),
  notAfter: new Date(Date.now() + 30 * day),
});

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

const generate = async (kind: 'ec' | 'rsa') => {
  const algorithm = kind === 'ec' ? ec : rsa;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error('no key pair');
  return keys;
};

/** A certificate authority of one test file. */
export const anAuthority = async () => {
  x509.cryptoProvider.set(webcrypto);
  const keys = await generate('ec');
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test CA',
    keys,
    signingAlgorithm: ec,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
    ...validity(),
  });
  return {
    ca: root.toString('pem'),
    certify: async (host: string, kind: 'ec' | 'rsa' = 'ec'): Promise<Certified> => {
      const own = await generate(kind);
      const leaf = await x509.X509CertificateGenerator.create({
        subject: `CN=${host}`,
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ec,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
        ...validity(),
      });
      return { cert: leaf.toString('pem'), key: await pemOf(own.privateKey) };
    },
  };
};
