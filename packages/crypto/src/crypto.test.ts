import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import jsonwebtoken from 'jsonwebtoken';
import {
  type Claims,
  createPasswords,
  decryptField,
  encryptField,
  newDataKey,
  newTotpSecret,
  openSealed,
  readToken,
  seal,
  signToken,
  totpCode,
  totpStep,
  unwrapDataKey,
} from './index.ts';

const claims: Claims = {
  sub: 'p1',
  sid: 's1',
  profiles: ['auditor'],
  rights: { trail: ['view'] },
  assurance: 'full',
  must: null,
  step: null,
  act: null,
  epoch: 1,
  csrf: 'x',
  bind: 'b',
};

test('a token passes only for its own key, issuer, audience, type and time', () => {
  const mine = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const sign = { key: mine.privateKey, kid: 'k', issuer: 'ta', audience: 'ta/records' };
  const read = { key: mine.publicKey, issuer: 'ta', audience: 'ta/records' };
  const token = signToken(claims, sign);
  expect(readToken(token, read)).toMatchObject(claims);
  expect(readToken(token, { ...read, key: other.publicKey })).toBeNull();
  expect(readToken(token, { ...read, issuer: 'tb' })).toBeNull();
  expect(readToken(token, { ...read, audience: 'ta/audit' })).toBeNull();
  expect(readToken(`${token}x`, read)).toBeNull();
  const forged = (options: jsonwebtoken.SignOptions) =>
    jsonwebtoken.sign({ ...claims, sub: 'p1' }, mine.privateKey, {
      algorithm: 'ES256',
      issuer: 'ta',
      audience: 'ta/records',
      ...options,
    });
  expect(readToken(forged({}), read)).toBeNull();
  expect(readToken(forged({ expiresIn: 10 }), read)).toBeNull();
  expect(
    readToken(forged({ expiresIn: -1, header: { alg: 'ES256', typ: 'at+jwt' } }), read),
  ).toBeNull();
});

test('passwords fit only with the same pepper, and an unknown account costs a real check', async () => {
  const passwords = createPasswords({ pepper: randomBytes(32) });
  const stored = await passwords.hash('correct horse');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  expect(await passwords.verify('correct horse', stored)).toBe(true);
  expect(await passwords.verify('wrong horse', stored)).toBe(false);
  expect(await passwords.verify('correct horse', null)).toBe(false);
  expect(await createPasswords({ pepper: randomBytes(32) }).verify('correct horse', stored)).toBe(
    false,
  );
});

test('a code gives its step once, one step back at most, never ahead', async () => {
  const secret = newTotpSecret();
  const epoch = 1_800_000_000;
  const step = epoch / 30;
  const code = (at: number): string => totpCode(secret, at);
  const judge = (text: string, lastStep: number | null = null) =>
    totpStep(text, { secret, lastStep, epoch });
  expect(await judge(code(epoch))).toBe(step);
  expect(await judge(code(epoch - 30))).toBe(step - 1);
  expect(await judge(code(epoch), step)).toBeNull();
  expect(await judge(code(epoch - 30), step)).toBeNull();
  expect(await judge(code(epoch - 60))).toBeNull();
  expect(await judge(code(epoch + 30))).toBeNull();
  expect(await judge('12345')).toBeNull();
  expect(await judge(code(epoch), step + 5)).toBeNull();
});

test('a field opens with its key in its place only', () => {
  const key = randomBytes(32);
  const sealed = encryptField('secret', { key, keyId: 'k1', place: 'totp|secret|p1' });
  expect(sealed).not.toContain('secret');
  expect(decryptField(sealed, { key, place: 'totp|secret|p1' }).toString()).toBe('secret');
  expect(() => decryptField(sealed, { key, place: 'totp|secret|p2' })).toThrow();
  expect(() => decryptField(sealed, { key: randomBytes(32), place: 'totp|secret|p1' })).toThrow();
  expect(() => decryptField('plain', { key, place: 'x' })).toThrow('version 1');
});

test('a data key opens under its own KEK only', () => {
  const kek = randomBytes(32);
  const wrapped = newDataKey('totp', { kek, id: 'k1' });
  expect(unwrapDataKey(wrapped, kek)).toHaveLength(32);
  expect(() => unwrapDataKey(wrapped, randomBytes(32))).toThrow();
  expect(() => unwrapDataKey({ ...wrapped, purpose: 'phone' }, kek)).toThrow();
});

test('a sealed box opens for its recipients in its context only', () => {
  const audit = generateKeyPairSync('x25519');
  const other = generateKeyPairSync('x25519');
  const sealed = seal('Jane', { recipients: { audit: audit.publicKey }, context: 'e1' });
  expect(sealed).not.toContain('Jane');
  const mine = { name: 'audit', privateKey: audit.privateKey, context: 'e1' };
  expect(openSealed(sealed, mine)).toBe('Jane');
  expect(() => openSealed(sealed, { ...mine, context: 'e2' })).toThrow();
  expect(() => openSealed(sealed, { ...mine, privateKey: other.privateKey })).toThrow();
  expect(() => openSealed(sealed, { ...mine, name: 'records' })).toThrow('nothing here');
});
