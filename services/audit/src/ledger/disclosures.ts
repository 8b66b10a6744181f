import { decryptField, encryptField, newDataKey, unwrapDataKey } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import type { Opening } from '@bulwark/trail';
import {
  findDisclosures,
  findSubjectKeys,
  insertDisclosures,
  insertSubjectKey,
  type SubjectKey,
} from './disclosures-repository.ts';

export type DisclosureOptions = {
  readonly sql: Sql;
  readonly kek: Buffer;
  readonly newId: () => string;
  readonly now: () => Date;
};

type Opened = { readonly entryId: string; readonly openings: readonly Opening[] };

/** Keeps what opens the commitments, each under its subject's own key: without the key the value is forgotten. */
export const createDisclosures = ({ sql, kek, newId, now }: DisclosureOptions) => {
  const keysOf = async (subjects: readonly string[]): Promise<Map<string, SubjectKey>> => {
    const rows = await findSubjectKeys(sql, [...new Set(subjects)]);
    return new Map(rows.map((row) => [row.subject, row]));
  };

  const demandKeys = async (subjects: readonly string[]): Promise<Map<string, SubjectKey>> => {
    const known = await keysOf(subjects);
    const missing = [...new Set(subjects)].filter((subject) => !known.has(subject));
    for (const subject of missing) {
      const { id, wrapped } = newDataKey(subject, { kek, id: newId() });
      await insertSubjectKey(sql, { subject, keyId: id, wrapped }, now());
    }
    return missing.length > 0 ? keysOf(subjects) : known;
  };

  const keep = async (opened: readonly Opened[]): Promise<void> => {
    const all = opened.flatMap(({ entryId, openings }) =>
      openings.map((opening) => ({ entryId, opening })),
    );
    if (all.length === 0) return;
    const keys = await demandKeys(all.map(({ opening }) => opening.subject));
    const rows = all.map(({ entryId, opening: { path, subject, salt, value } }) => {
      const row = keys.get(subject);
      if (!row) throw new Error(`no key of ${subject}`);
      const sealed = encryptField(JSON.stringify({ salt, value }), {
        key: unwrap(row, kek),
        keyId: row.keyId,
        place: placeOf(entryId, path),
      });
      return { entryId, path, subject, sealed };
    });
    await insertDisclosures(sql, rows);
  };

  /** The openings of some entries, by entry id. What was forgotten is not there. */
  const open = async (entryIds: readonly string[]): Promise<Map<string, Opening[]>> => {
    const rows = await findDisclosures(sql, entryIds);
    const keys = await keysOf(rows.map(({ subject }) => subject));
    const opened = new Map<string, Opening[]>();
    for (const { entryId, path, subject, sealed } of rows) {
      const row = keys.get(subject);
      if (!row) continue;
      const place = placeOf(entryId, path);
      const plain = decryptField(sealed, { key: unwrap(row, kek), place }).toString();
      const opening = { path, subject, ...JSON.parse(plain) };
      opened.set(entryId, [...(opened.get(entryId) ?? []), opening]);
    }
    return opened;
  };

  return { keep, open };
};
export type Disclosures = ReturnType<typeof createDisclosures>;

const unwrap = ({ keyId, subject, wrapped }: SubjectKey, kek: Buffer): Buffer =>
  unwrapDataKey({ id: keyId, purpose: subject, wrapped }, kek);

const placeOf = (entryId: string, path: string): string => `disclosure|${entryId}|${path}`;
