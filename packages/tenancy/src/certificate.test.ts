import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { certify, isGood, makeAuthority } from './certificate.ts';

const now = new Date('2026-05-01T12:00:00Z');
const day = 24 * 60 * 60 * 1000;
const hosts = ['acme.bulwark.localhost'];

test('a tenant’s certificate is signed by the authority and good for its hosts alone', async () => {
  const authority = await makeAuthority('test', now);
  const made = await certify({ authority, hosts, now });
  const leaf = new X509Certificate(made.certificate);
  const ca = new X509Certificate(authority.certificate);
  expect(leaf.verify(ca.publicKey) && leaf.checkIssued(ca)).toBe(true);
  expect(leaf.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
  expect(leaf.checkHost('acme.bulwark.localhost')).toBe('acme.bulwark.localhost');
  expect(leaf.checkHost('globex.bulwark.localhost')).toBeUndefined();
  expect([ca.ca, leaf.ca]).toEqual([true, false]);
});

test('it lasts 397 days and is renewed when fewer than 30 remain', async () => {
  const authority = await makeAuthority('test', now);
  const { certificate } = await certify({ authority, hosts, now });
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  expect(validToDate.getTime() - validFromDate.getTime()).toBe(397 * day);
  const judge = (date: Date) =>
    isGood(certificate, { authority: authority.certificate, hosts, now: date });
  expect(judge(new Date(validToDate.getTime() - 31 * day))).toBe(true);
  expect(judge(new Date(validToDate.getTime() - 30 * day))).toBe(false);
});

test('one for other hosts or from another authority is not good', async () => {
  const [authority, other] = [await makeAuthority('one', now), await makeAuthority('two', now)];
  const { certificate } = await certify({ authority, hosts, now });
  const ours = authority.certificate;
  expect(isGood(certificate, { authority: ours, hosts: ['globex.localhost'], now })).toBe(false);
  expect(isGood(certificate, { authority: other.certificate, hosts, now })).toBe(false);
});

test('a renewed certificate keeps its key', async () => {
  const authority = await makeAuthority('test', now);
  const first = await certify({ authority, hosts, now });
  const second = await certify({ authority, hosts, now, key: first.key });
  expect(second.key).toBe(first.key);
  const renewed = new X509Certificate(second.certificate);
  expect(renewed.checkPrivateKey(createPrivateKey(first.key))).toBe(true);
});
