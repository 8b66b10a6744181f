import type { ProblemCode } from '../problem.ts';

export type Headers = ReadonlyMap<string, string>;
type ReadHeaders = { readonly headers: Headers } | { readonly refused: ProblemCode };

const maxHeaders = 64;

/** The only headers that may come more than once; their values are lists by RFC 9110. */
const lists = new Set(['accept', 'accept-language', 'accept-encoding', 'cache-control', 'via']);
/** Nothing of ours reads these, and browsers and proxies may repeat them. */
const isForeign = (name: string): boolean =>
  name.startsWith('x-forwarded-') || name === 'forwarded';

/**
 * Reads the headers as they came over the wire. Node joins or drops duplicates silently, and a reader further on might
 * choose otherwise, so a second value is refused. Underscores are refused because some readers take `_` for `-`.
 */
export const readHeaders = (raw: readonly string[]): ReadHeaders => {
  if (raw.length > maxHeaders * 2) return { refused: 'headers_too_large' };
  const headers = new Map<string, string>();
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const value = raw[at + 1] ?? '';
    const earlier = headers.get(name);
    if (name.includes('_')) return { refused: 'header_invalid' };
    if (earlier === undefined) headers.set(name, value);
    else if (lists.has(name)) headers.set(name, `${earlier}, ${value}`);
    else if (!isForeign(name))
      return { refused: name === 'host' ? 'host_invalid' : 'header_invalid' };
  }
  return { headers };
};
