import { offline, problemOf } from './problem.ts';
import type { Session } from './types.ts';

type Call = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly body?: unknown;
  /** The revision this change is based on, sent as If-Match. */
  readonly rev?: number;
  readonly signal?: AbortSignal;
  /** A step of signing in: its 401 says "wrong code", not "session ended". */
  readonly step?: true;
};

const kept = { csrf: '', ended: () => {} };

/** Called once by the app: what to do when a signed-in session is over. */
export const onSessionEnd = (ended: () => void): void => {
  kept.ended = ended;
};

/** Reads the session and keeps its CSRF token in memory for the next writes. */
export const readSession = async (signal?: AbortSignal): Promise<Session> => {
  const session = await call<Session>('/api/identity/session', {
    step: true,
    ...(signal && { signal }),
  });
  kept.csrf = session.csrf;
  return session;
};

/** Calls the API; answers the parsed body, throws `Problem`. */
export const call = async <T>(path: string, options: Call = {}): Promise<T> => {
  const response = await send(path, options);
  if (response.ok) return (await bodyOf(response)) as T;
  const problem = problemOf(
    response.status,
    await bodyOf(response),
    response.headers.get('retry-after'),
  );
  // Another tab may have signed in and rotated the token: read it again, once.
  if (response.status === 403 && problem.facts.code.startsWith('csrf'))
    return retry<T>(path, options);
  if (response.status === 401 && !options.step) kept.ended();
  throw problem;
};

const retry = async <T>(path: string, options: Call): Promise<T> => {
  await readSession();
  const response = await send(path, options);
  const body = await bodyOf(response);
  if (!response.ok) throw problemOf(response.status, body);
  return body as T;
};

const send = async (path: string, { method = 'GET', body, rev, signal }: Call) => {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-csrf-token'] = kept.csrf;
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (rev !== undefined) headers['if-match'] = `"${rev}"`;
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw offline();
  }
};

const bodyOf = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return null;
  const text = await response.text();
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text;
  return text ? JSON.parse(text) : null;
};

/** A query string of the entries that say something. */
export const query = (entries: Readonly<Record<string, string | number | undefined>>): string => {
  const said = Object.entries(entries).filter(([, v]) => v !== undefined && v !== '');
  const params = new URLSearchParams(said.map(([k, v]) => [k, String(v)]));
  return said.length ? `?${params}` : '';
};
