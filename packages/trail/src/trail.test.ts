import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonical,
  type EntryDraft,
  finishEntry,
  hidden,
  isCommitment,
  opens,
  packBundle,
  readEntry,
  unpackBundle,
} from './index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const newSalt = (): Uint8Array => new Uint8Array(16).fill(7);

const aDraft = (over: Partial<EntryDraft> = {}): EntryDraft => ({
  id: '0198-1',
  tenant: 'tabcdefghi',
  service: 'records',
  time: '2026-01-01T00:00:00.000Z',
  actor: { type: 'person', id: 'p1', profiles: ['auditor'], session: 's1', assurance: 'full' },
  as: null,
  source: { ip: hidden('192.0.2.1', 'person:p1'), agent: null },
  action: 'risk.edit',
  kind: 'update',
  outcome: 'success',
  reason: null,
  resource: { type: 'risk', id: 'r1', rev: 2 },
  changes: [{ path: '/title', before: null, after: hidden('Söme text', 'risk:r1') }],
  request: { id: 'q1', route: 'PATCH /api/records/risks/:id', build: 'b1' },
  ...over,
});

test('canonical text sorts keys by code unit and refuses what languages disagree on', () => {
  expect(canonical({ b: 1, a: [true, null, 'é"\n'], '€': 0, '\u{1f600}': -0 })).toBe(
    '{"a":[true,null,"é\\"\\n"],"b":1,"€":0,"😀":0}',
  );
  for (const bad of [0.5, 2 ** 53, Number.NaN, '\ud800', undefined]) {
    expect(() => canonical(bad as never)).toThrow();
  }
});

test('what canonical writes, JSON reads back equal', () => {
  const value = fc.jsonValue({ noUnicodeString: false }).filter((json) => {
    try {
      canonical(json as never);
      return true;
    } catch {
      return false;
    }
  });
  fc.assert(
    fc.property(value, (json) => {
      expect(canonical(JSON.parse(canonical(json as never)))).toBe(canonical(json as never));
    }),
  );
});

test('an entry holds commitments instead of hidden values, and its openings open them', () => {
  const { bytes, openings } = finishEntry(aDraft(), { sha256, newSalt });
  expect(bytes).not.toContain('192.0.2.1');
  expect(bytes).not.toContain('text');
  expect(openings.map(({ path, subject, value }) => ({ path, subject, value }))).toEqual([
    { path: '/source/ip', subject: 'person:p1', value: '192.0.2.1' },
    { path: '/changes/0/after', subject: 'risk:r1', value: 'Söme text' },
  ]);
  const after = readEntry(bytes).changes[0]?.after;
  expect(isCommitment(after) && openings[1] && opens(after, openings[1], sha256)).toBe(true);
});

test('free text in clear is refused, wherever it stands', () => {
  const attempts = [
    aDraft({ reason: 'because I said so' }),
    aDraft({ changes: [{ path: '/title', before: null, after: 'Free text' }] }),
    aDraft({ changes: [{ path: '/owner', before: null, after: 'jane@example.com' }] }),
    aDraft({ source: { ip: '192.0.2.1 is a person', agent: null } }),
  ];
  for (const draft of attempts) expect(() => finishEntry(draft, { sha256, newSalt })).toThrow();
});

test('an entry that is not canonical, or not an entry, is refused on reading', () => {
  const { bytes } = finishEntry(aDraft(), { sha256, newSalt });
  expect(() => readEntry(bytes.replace('{"action"', '{ "action"'))).toThrow('canonical');
  expect(() => readEntry('{"v":2}')).toThrow('version 1');
});

test('bundles give back their entries and refuse to be cut', () => {
  const entries = ['a', '', 'long'.repeat(1000)].map((text) => new TextEncoder().encode(text));
  const bundle = packBundle(entries);
  expect(unpackBundle(bundle).map((entry) => Buffer.from(entry).toString())).toEqual(
    entries.map((entry) => Buffer.from(entry).toString()),
  );
  expect(() => unpackBundle(bundle.subarray(0, -1))).toThrow('ends inside');
});
