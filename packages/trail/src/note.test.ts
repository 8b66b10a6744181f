import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  cosign,
  cosignedAt,
  formatAddCheckpoint,
  formatCheckpoint,
  formatKey,
  formatNote,
  LOG_KEY,
  parseAddCheckpoint,
  parseCheckpoint,
  parseKey,
  parseNote,
  signNote,
  verifiedSignatures,
  verifierOf,
  WITNESS_KEY,
} from './index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const verifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};
const platform = { sha256, verify: verifyEd25519 };

const aKey = (name: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    key: { name, publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url') },
    signing: { sha256, sign: (message: Uint8Array) => sign(null, message, privateKey) },
  };
};

/** From the documentation of Go's golang.org/x/mod/sumdb/note. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

test('a note that another implementation signed verifies, and one with a changed letter does not', async () => {
  const verifier = verifierOf(parseKey(GO_KEY, { sha256 }), platform);
  const [signature] = await verifiedSignatures(parseNote(GO_NOTE), [verifier]);
  expect(signature).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3' });
  expect(formatNote(parseNote(GO_NOTE))).toBe(GO_NOTE);
  const changed = parseNote(GO_NOTE.replace('your problem is', 'my problem is'));
  await expect(verifiedSignatures(changed, [verifier])).rejects.toThrow('does not verify');
});

const root = sha256(Buffer.from('root'));
const checkpoint = { origin: 'bulwark.localhost/taaaaaaaaa', size: 20_852_163, root };

test('a checkpoint, signed and cosigned, is verified by each key and by no other', async () => {
  const [log, witness, stranger] = [aKey(checkpoint.origin), aKey('b/witness'), aKey('b/witness')];
  const text = formatCheckpoint(checkpoint);
  const seconds = 1_679_315_147;
  const signed = signNote(text, log.key, log.signing);
  const cosigned = cosign({ text, seconds }, witness.key, witness.signing);
  const note = parseNote(formatNote({ text, signatures: [signed, cosigned] }));
  expect(parseCheckpoint(note.text)).toEqual({ ...checkpoint, root: new Uint8Array(root) });
  const verifier = (key: typeof log.key, type: number) => verifierOf({ ...key, type }, platform);
  const good = (verifiers: ReturnType<typeof verifier>[], of = note) =>
    verifiedSignatures(of, verifiers).then((all) => all.map(({ name }) => name));
  expect(await good([verifier(log.key, LOG_KEY)])).toEqual([checkpoint.origin]);
  expect(await good([verifier(witness.key, WITNESS_KEY)])).toEqual(['b/witness']);
  expect(await good([verifier(stranger.key, WITNESS_KEY)])).toEqual([]);
  expect(await good([verifier(witness.key, LOG_KEY)])).toEqual([]);
  expect(cosignedAt(note.signatures[1]?.bytes ?? new Uint8Array(8))).toBe(BigInt(seconds));
  const later = { ...cosigned, bytes: Uint8Array.from(cosigned.bytes).with(7, 0) };
  const redated = { text, signatures: [later] };
  await expect(good([verifier(witness.key, WITNESS_KEY)], redated)).rejects.toThrow('not verify');
});

test('a key survives being written down, and a wrong key id is noticed', () => {
  const { key } = aKey('bulwark.localhost/witness');
  const line = formatKey({ ...key, type: WITNESS_KEY }, { sha256 });
  expect(formatKey(parseKey(line, { sha256 }), { sha256 })).toBe(line);
  const [name, id = '', encoded] = line.split('+');
  const other = id.replace(/./, (digit) => (digit === '0' ? '1' : '0'));
  expect(() => parseKey([name, other, encoded].join('+'), { sha256 })).toThrow();
});

test('what is no checkpoint is refused', () => {
  const text = formatCheckpoint(checkpoint);
  for (const bad of [
    '',
    'origin\n1\n',
    text.slice(0, -1),
    `${text}an extension\n`,
    text.replace('20852163', '020852163'),
    text.replace('20852163', '-1'),
    text.replace('20852163', '9007199254740993'),
    text.replace('=\n', '\n'),
  ])
    expect(() => parseCheckpoint(bad)).toThrow();
  for (const bad of [
    'no signatures\n',
    'text\n\n',
    'text\n\n- name AAAAAAA=\n',
    'a\r\n\n— n AAAAAAA=\n',
  ])
    expect(() => parseNote(bad)).toThrow();
});

test('what goes to a witness comes back as it was, and a body that is none is refused', () => {
  const note = formatNote({
    text: formatCheckpoint(checkpoint),
    signatures: [{ name: 'n', keyId: '00000000', bytes: new Uint8Array(64) }],
  });
  const sent = { old: 5, proof: [root, sha256(root)].map((hash) => new Uint8Array(hash)), note };
  expect(parseAddCheckpoint(formatAddCheckpoint(sent))).toEqual(sent);
  expect(parseAddCheckpoint(formatAddCheckpoint({ ...sent, proof: [] })).proof).toEqual([]);
  const body = formatAddCheckpoint(sent);
  const tooMany = formatAddCheckpoint({ ...sent, proof: Array(64).fill(root) });
  for (const bad of [
    '',
    'old 5',
    body.replace('old 5', 'old 05'),
    body.replace('old ', ''),
    tooMany,
  ])
    expect(() => parseAddCheckpoint(bad)).toThrow();
});
