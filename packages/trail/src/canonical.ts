/**
 * Canonical JSON: RFC 8785 (JCS) narrowed so that every language writes the same bytes:
 * strings are well-formed Unicode, numbers are integers within ±(2^53−1), nothing is undefined.
 * Text is kept as given (no normalisation).
 */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Thrown for a value outside the profile; `path` is a JSON pointer to it. */
export class NotCanonical extends Error {
  readonly path: string;
  constructor(path: string, why: string) {
    super(`${path || '/'}: ${why}`);
    this.path = path;
  }
}

/** The canonical text of a value. @throws NotCanonical */
export const canonical = (value: Json, path = ''): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return canonicalString(value, path);
  if (typeof value === 'number') return canonicalNumber(value, path);
  if (Array.isArray(value)) return canonicalList(value, path);
  if (typeof value === 'object') {
    return canonicalObject(value as { readonly [key: string]: Json }, path);
  }
  throw new NotCanonical(path, `a ${typeof value} has no canonical form`);
};

const canonicalString = (text: string, path: string): string => {
  if (!text.isWellFormed()) throw new NotCanonical(path, 'the text has a lone surrogate');
  return JSON.stringify(text);
};

const canonicalNumber = (number: number, path: string): string => {
  if (!Number.isSafeInteger(number)) {
    throw new NotCanonical(path, 'only whole numbers within ±(2^53−1) have a canonical form');
  }
  return Object.is(number, -0) ? '0' : String(number);
};

const canonicalList = (list: readonly Json[], path: string): string =>
  `[${list.map((item, index) => canonical(item, `${path}/${index}`)).join(',')}]`;

const canonicalObject = (object: { readonly [key: string]: Json }, path: string): string => {
  const keys = Object.keys(object).sort(byCodeUnit);
  const members = keys.map((key) => {
    const at = `${path}/${key}`;
    return `${canonicalString(key, at)}:${canonical(object[key] as Json, at)}`;
  });
  return `{${members.join(',')}}`;
};

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
