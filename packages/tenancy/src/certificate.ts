import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 24 * 60 * 60 * 1000;
const leafDays = 397;
const authorityDays = 3650;
const renewBeforeDays = 30;

x509.cryptoProvider.set(webcrypto);

/** PEM texts of a certificate and of its private key (PKCS #8). */
export type Certified = { readonly certificate: string; readonly key: string };

/** A certificate authority for one installation; it signs end certificates only. */
export const makeAuthority = async (name: string, now: Date): Promise<Certified> => {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [name] }],
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + authorityDays * day),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
};

/** A server certificate for these hosts. With a key given, it is made anew for that key. */
export const certify = async (task: {
  readonly authority: Certified;
  readonly hosts: readonly string[];
  readonly now: Date;
  readonly key?: string;
  /** A client's certificate names who it is, and serves for nothing else. */
  readonly purpose?: 'server' | 'client';
}): Promise<Certified> => {
  const authority = new x509.X509Certificate(task.authority.certificate);
  const keys = task.key ? await importKeys(task.key) : await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [task.hosts[0] ?? ''] }],
    issuer: authority.subject,
    notBefore: new Date(task.now.getTime() - day),
    notAfter: new Date(task.now.getTime() + (leafDays - 1) * day),
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: (await importKeys(task.authority.key)).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        task.purpose === 'client'
          ? x509.ExtendedKeyUsage.clientAuth
          : x509.ExtendedKeyUsage.serverAuth,
      ]),
      new x509.SubjectAlternativeNameExtension(task.hosts.map((value) => ({ type: 'dns', value }))),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority),
    ],
  });
  return {
    certificate: certificate.toString('pem'),
    key: task.key ?? (await exportKey(keys.privateKey)),
  };
};

/** Whether a certificate still serves these hosts for more than 30 days and comes from this authority. */
export const isGood = (
  certificate: string,
  wish: { readonly authority: string; readonly hosts: readonly string[]; readonly now: Date },
): boolean => {
  const leaf = new x509.X509Certificate(certificate);
  const names = leaf.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const hosts = new Set(names.map(({ value }) => value));
  const daysLeft = (leaf.notAfter.getTime() - wish.now.getTime()) / day;
  const issued = leaf.issuer === new x509.X509Certificate(wish.authority).subject;
  return issued && daysLeft > renewBeforeDays && wish.hosts.every((host) => hosts.has(host));
};

const makeKeys = async () => await webcrypto.subtle.generateKey(signing, true, ['sign', 'verify']);

const exportKey = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

const importKeys = async (pem: string) => {
  const privateKey = await webcrypto.subtle.importKey(
    'pkcs8',
    x509.PemConverter.decodeFirst(pem),
    signing,
    true,
    ['sign'],
  );
  const { d: _d, key_ops: _ops, ...jwk } = await webcrypto.subtle.exportKey('jwk', privateKey);
  const publicKey = await webcrypto.subtle.importKey('jwk', jwk, signing, true, ['verify']);
  return { privateKey, publicKey };
};

/** 127 random bits: positive, and never given twice. */
const newSerial = (): string => {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  return Buffer.from(
    bytes.map((byte, index) => (index === 0 ? (byte & 0x7f) | 0x40 : byte)),
  ).toString('hex');
};
