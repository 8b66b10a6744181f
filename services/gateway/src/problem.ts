import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';

/** What the gateway itself answers when it does not pass a request on: status, and what to do next. */
const problems = {
  malformed_request: [400, 'The request is not valid HTTP/1.1. Send it again in a valid form.'],
  host_invalid: [400, 'Send exactly one Host header.'],
  header_invalid: [400, 'Send each header once, with a name of letters, digits and hyphens.'],
  cookie_invalid: [400, 'Delete the cookies of this site and sign in again.'],
  target_invalid: [400, 'Ask for a plain path: no doubled, encoded or escaped slashes or dots.'],
  body_unexpected: [400, 'Send GET and HEAD without a body, and bodies plain or chunked.'],
  not_found: [404, 'There is nothing at this address. Check the path.'],
  method_not_allowed: [405, 'Use one of the methods in the Allow header.'],
  request_timeout: [408, 'The request took too long to arrive. Try again.'],
  content_too_large: [413, 'Send less at once: split the content into smaller parts.'],
  content_encoding_refused: [415, 'Send the body without compression.'],
  expectation_failed: [417, 'Send the request without an Expect header.'],
  misdirected_request: [421, 'This address has no customer here. Check the host name.'],
  too_many_requests: [429, 'Wait a moment, then try again more slowly.'],
  headers_too_large: [431, 'Send fewer or shorter headers; deleting cookies often helps.'],
  internal_error: [500, 'Something went wrong here. Try again; if it stays, tell the operator.'],
  bad_gateway: [502, 'The service broke off. Try again; if it stays, tell your administrator.'],
  tenant_suspended: [503, 'This installation is suspended. Ask the operator to open it again.'],
  identity_unavailable: [503, 'Sign-in cannot be checked just now. Try again in a minute.'],
  service_unavailable: [503, 'The service is not ready. Try again in a minute.'],
  build_unavailable: [503, 'The application is being updated. Try again in a minute.'],
  gateway_timeout: [504, 'The service took too long. Look whether it was done, then try again.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

export type ProblemCode = keyof typeof problems;

export const statusOf = (code: ProblemCode): number => problems[code][0];

const bodyOf = (code: ProblemCode, requestId: string): Buffer => {
  const [status, detail] = problems[code];
  const title = STATUS_CODES[status];
  return Buffer.from(
    JSON.stringify({ type: 'about:blank', title, status, code, detail, requestId }),
  );
};

/** Where a refusal closes the connection: the two sides may no longer agree where a message ends. */
const closes = (code: ProblemCode): boolean =>
  statusOf(code) === 400 || statusOf(code) === 408 || statusOf(code) === 431;

const headersOf = (code: ProblemCode, length: number, headers: readonly string[]): string[] => [
  ...headers,
  'Content-Type',
  'application/problem+json',
  'Content-Length',
  String(length),
  ...(statusOf(code) === 503 || statusOf(code) === 429 ? ['Retry-After', '1'] : []),
  ...(closes(code) ? ['Connection', 'close'] : []),
];

type Answer = {
  readonly code: ProblemCode;
  readonly requestId: string;
  /** The security policy and whatever else belongs to this answer; names and values in turn. */
  readonly headers: readonly string[];
};

export const sendProblem = (
  response: ServerResponse,
  { code, requestId, headers }: Answer,
): void => {
  const body = bodyOf(code, requestId);
  response.writeHead(statusOf(code), headersOf(code, body.length, headers));
  response.end(body);
};

/** The same answer for a connection whose request never became one. */
export const problemMessage = ({ code, requestId, headers }: Answer): string => {
  const status = statusOf(code);
  const body = bodyOf(code, requestId);
  const all = headersOf(code, body.length, headers);
  const lines = all.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []));
  const closing = closes(code) ? [] : ['Connection: close'];
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, ...closing, '', body].join(
    '\r\n',
  );
};
