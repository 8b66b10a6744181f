import { canonical, type Json } from './canonical.ts';
import { type Commitment, commit, type Opening, type Sha256, toBase64 } from './commitment.ts';

/** A value that must not stand in an entry in clear: whose it is decides which key can forget it. */
export class Hidden {
  readonly value: Json;
  readonly subject: string;
  constructor(value: Json, subject: string) {
    this.value = value;
    this.subject = subject;
  }
}

/** Marks free text or personal data; `subject` is `person:<id>` or `<record type>:<id>`. */
export const hidden = (value: Json, subject: string): Hidden => new Hidden(value, subject);

/** Ids, enums, numbers, booleans, dates and hashes may stand in clear; everything else is Hidden. */
export type Clear = null | boolean | number | string | readonly (string | number)[];
export type Shown = Clear | Hidden;

export type Change = { readonly path: string; readonly before: Shown; readonly after: Shown };

export type ActorType = 'person' | 'service' | 'operator' | 'anonymous';
export type Kind = 'create' | 'read' | 'update' | 'delete' | 'execute';
export type OutcomeOfAction = 'success' | 'denied' | 'failure';

export type Actor = {
  readonly type: ActorType;
  readonly id: string | null;
  readonly profiles: readonly string[];
  readonly session: string | null;
  readonly assurance: 'none' | 'password' | 'full';
};

/** What a service says of one action, before it becomes bytes. */
export type EntryDraft = {
  readonly id: string;
  readonly tenant: string;
  readonly service: string;
  readonly time: string;
  readonly actor: Actor;
  /** The simulated person while an administrator tests as a user; `actor` is always the real one. */
  readonly as: { readonly id: string } | null;
  readonly source: { readonly ip: Shown; readonly agent: Shown };
  readonly action: string;
  readonly kind: Kind;
  readonly outcome: OutcomeOfAction;
  readonly reason: string | null;
  readonly resource: {
    readonly type: string;
    readonly id: string;
    readonly rev: number | null;
  } | null;
  readonly changes: readonly Change[];
  readonly request: { readonly id: string; readonly route: string; readonly build: string };
};

/** An entry as it is kept for ever, and the openings that travel beside it. */
export type Sealable = { readonly bytes: string; readonly openings: readonly Opening[] };

/** Most bytes of one entry: a bundle's length prefix has 16 bits (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 60_000;

const CLEAR_TEXT = /^[A-Za-z0-9._:/-]{0,80}$/;

/**
 * Turns a draft into its final canonical bytes: hidden values become commitments.
 * @throws NotCanonical for a value outside the profile, Error for free text in clear or an entry over 60,000 bytes.
 */
export const finishEntry = (
  draft: EntryDraft,
  { sha256, newSalt }: { sha256: Sha256; newSalt: () => Uint8Array },
): Sealable => {
  const openings: Opening[] = [];
  const close = (value: unknown, path: string): Json => {
    if (value instanceof Hidden) {
      const salt = newSalt();
      openings.push({ path, subject: value.subject, salt: toBase64(salt), value: value.value });
      return commit(value.value, salt, sha256) as Json;
    }
    if (typeof value === 'string') return clearText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => close(item, `${path}/${index}`));
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).map(([key, item]) => [
        key,
        close(item, `${path}/${key}`),
      ]);
      return Object.fromEntries(members) as Json;
    }
    return value as Json;
  };
  const bytes = canonical(close({ v: 1, ...draft }, ''));
  if (byteLength(bytes) > MAX_ENTRY_BYTES) {
    throw new Error(`the entry ${draft.id} is over ${MAX_ENTRY_BYTES} bytes`);
  }
  return { bytes, openings };
};

/** Clear text is a token: an id, an enum, a date, a hash. Anything longer or freer must be hidden. */
const clearText = (text: string, path: string): string => {
  if (path === '/request/route' || path.endsWith('/path')) return routeText(text, path);
  if (CLEAR_TEXT.test(text)) return text;
  throw new Error(`${path}: this text may not stand in clear; wrap it in hidden()`);
};

const routeText = (text: string, path: string): string => {
  if (/^[A-Za-z0-9 ._:/{}-]{0,200}$/.test(text)) return text;
  throw new Error(`${path}: not a route or a field path`);
};

const encoder = new TextEncoder();
const byteLength = (text: string): number => encoder.encode(text).length;

/** An entry as read back: commitments where hidden values were. */
export type Entry = {
  readonly v: 1;
  readonly id: string;
  readonly tenant: string;
  readonly service: string;
  readonly time: string;
  readonly actor: Actor;
  readonly as: { readonly id: string } | null;
  readonly source: { readonly ip: Commitment | null; readonly agent: Commitment | null };
  readonly action: string;
  readonly kind: Kind;
  readonly outcome: OutcomeOfAction;
  readonly reason: string | null;
  readonly resource: {
    readonly type: string;
    readonly id: string;
    readonly rev: number | null;
  } | null;
  readonly changes: readonly {
    readonly path: string;
    readonly before: Clear | Commitment;
    readonly after: Clear | Commitment;
  }[];
  readonly request: { readonly id: string; readonly route: string; readonly build: string };
};

/** Parses an entry's bytes and proves that they are the canonical ones. @throws Error otherwise. */
export const readEntry = (bytes: string): Entry => {
  const entry = JSON.parse(bytes) as Entry & Json;
  if (!isEntry(entry)) throw new Error('not an audit entry of version 1');
  if (canonical(entry) !== bytes) throw new Error('the entry is not in its canonical form');
  return entry;
};

/** Whether everything stands in an entry that its readers rely on. */
const isEntry = (entry: Partial<Entry> | null): entry is Entry => {
  if (typeof entry !== 'object' || entry === null || entry.v !== 1) return false;
  const { id, tenant, service, time, action, kind, outcome } = entry;
  const texts = [id, tenant, service, time, action, kind, outcome];
  const { actor, source, request, resource, changes } = entry;
  return (
    texts.every((text) => typeof text === 'string') &&
    !Number.isNaN(Date.parse(time ?? '')) &&
    typeof actor?.type === 'string' &&
    (actor.id === null || typeof actor.id === 'string') &&
    Array.isArray(actor.profiles) &&
    typeof source === 'object' &&
    source !== null &&
    typeof request?.id === 'string' &&
    (resource === null ||
      (typeof resource?.type === 'string' && typeof resource.id === 'string')) &&
    Array.isArray(changes)
  );
};
