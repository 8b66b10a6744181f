export type FieldProblem = { readonly path: string; readonly message: string };

type Facts = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
};

/** A refusal as the service words it; `message` is what the person reads. */
export class Problem extends Error {
  readonly facts: Facts;
  constructor(facts: Facts) {
    super(facts.detail || facts.title);
    this.facts = facts;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const fieldProblem = (entry: unknown): FieldProblem[] => {
  if (typeof entry === 'string') return [{ path: '', message: entry }];
  if (typeof entry !== 'object' || entry === null || !('message' in entry)) return [];
  return [{ path: 'path' in entry ? text(entry.path) : '', message: text(entry.message) }];
};

/** Reads problem+json, or words a plain refusal when a proxy answered. */
export const problemOf = (
  status: number,
  body: unknown,
  retryAfter: string | null = null,
): Problem => {
  const b = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const listed = [b.fields, b.reasons].flatMap((l) => (Array.isArray(l) ? l : []));
  return new Problem({
    status,
    code: text(b.code),
    title: text(b.title) || `The server answered ${status}`,
    detail: text(b.detail) || (text(b.title) ? '' : 'Try again in a moment.'),
    fields: listed.flatMap(fieldProblem),
    requestId: text(b.requestId) || null,
    retryAfterSeconds: retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null,
  });
};

export const offline = (): Problem =>
  new Problem({
    status: 0,
    code: 'offline',
    title: 'No connection',
    detail: 'The server could not be reached. Check the connection and try again.',
    fields: [],
    requestId: null,
    retryAfterSeconds: null,
  });

export const isProblem = (error: unknown, code: string): error is Problem =>
  error instanceof Problem && error.facts.code === code;

export const messageOf = (error: unknown): string =>
  error instanceof Problem ? error.message : 'Something went wrong on this page. Reload it.';
