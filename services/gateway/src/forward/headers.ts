import type { IncomingHttpHeaders } from 'node:http';

/** All that a service learns of the request's headers. A list of what may pass: a list of what may not always misses a spelling. */
const requestHeaders = [
  'accept',
  'accept-language',
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
  'idempotency-key',
  'x-csrf-token',
  'user-agent',
  'sec-fetch-site',
  'origin',
];

/** All that a browser learns of a service's headers. None of the security policy's names is here, so no service can weaken it. */
const responseHeaders: ReadonlySet<string> = new Set([
  'allow',
  'content-disposition',
  'content-language',
  'content-length',
  'content-type',
  'etag',
  'last-modified',
  'link',
  'location',
  'retry-after',
  'www-authenticate',
]);

type Passed = {
  readonly headers: ReadonlyMap<string, string>;
  readonly token: string | null;
  readonly context: string;
};

/** Names and values in turn, as undici takes them. */
export const toService = ({ headers, token, context }: Passed): string[] => {
  const passed = ['bulwark-context', context];
  if (token !== null) passed.push('authorization', `Bearer ${token}`);
  const isChunked = headers.has('transfer-encoding');
  for (const name of requestHeaders) {
    const value = headers.get(name);
    const isSpurious = name === 'content-length' && (isChunked || Number(value) === 0);
    if (value !== undefined && !isSpurious) passed.push(name, value);
  }
  return passed;
};

const cookiesOf = (cookies: string | string[] | undefined): string[] =>
  [cookies ?? []]
    .flat()
    .filter((cookie) => cookie.startsWith('__Host-'))
    .flatMap((cookie) => ['Set-Cookie', cookie]);

type Answer = { readonly headers: IncomingHttpHeaders; readonly maySetCookies: boolean };

/** Names and values in turn, as `writeHead` takes them. */
export const toBrowser = ({ headers, maySetCookies }: Answer): string[] => {
  const passed: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || !responseHeaders.has(name.toLowerCase())) continue;
    passed.push(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return maySetCookies ? [...passed, ...cookiesOf(headers['set-cookie'])] : passed;
};
