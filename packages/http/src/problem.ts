/** Every refusal that a service gives by itself: code → status and title. Services add their own. */
const TABLE = {
  invalid: [422, 'Some of this is not valid'],
  malformed: [400, 'The request cannot be read'],
  sign_in: [401, 'Sign in first'],
  forbidden: [403, 'Your profile does not allow this'],
  password_change_required: [403, 'Change your password first'],
  enrolment_required: [403, 'Set up your second factor first'],
  second_factor_required: [403, 'Enter your second factor first'],
  csrf: [403, 'This did not come from the page you are on'],
  not_found: [404, 'Not found'],
  conflict: [409, 'This cannot be done in the present state'],
  stale_revision: [412, 'Somebody else has changed this meanwhile'],
  too_large: [413, 'Too large'],
  unsupported_media_type: [415, 'Send JSON'],
  if_match_required: [428, 'Say which revision you have seen'],
  too_many_attempts: [429, 'Too many attempts'],
  unavailable: [503, 'Not available right now'],
} as const;

type KnownCode = keyof typeof TABLE;

export type FieldProblem = { readonly path: string; readonly message: string };

type Extra = {
  readonly detail?: string;
  readonly fields?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
};

/** A refusal that the user is told of (RFC 9457). Anything else that is thrown is a fault and answers 500. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly fields: readonly FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, status: number, title: string, extra: Extra = {}) {
    super(extra.detail ?? title, { cause: extra.cause });
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = extra.detail;
    this.fields = extra.fields;
    this.retryAfterSeconds = extra.retryAfterSeconds;
  }
}

/** A problem of the common table; `detail` says what to do next. */
export const problem = (code: KnownCode, detail?: string, extra: Omit<Extra, 'detail'> = {}) => {
  const [status, title] = TABLE[code];
  return new Problem(code, status, title, detail === undefined ? extra : { ...extra, detail });
};

/** The body of `application/problem+json`. */
export const problemBody = (
  { status, title, code, detail, fields }: Problem,
  requestId: string,
): object => ({ type: 'about:blank', title, status, code, detail, fields, requestId });
