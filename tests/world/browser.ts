import { type RequestOptions, request } from 'node:http';
import { join } from 'node:path';
import { totpCode } from '@bulwark/crypto';

export type Answer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly text: string;
  /** The body as it came. */
  readonly bytes: Buffer;
};

type Sending = {
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
};

/** How a request gets from the browser to a tenant. */
export type Deliver = (raw: Raw, sid: string) => Promise<Answer>;

/** Straight to a cell's sockets: exchanges the cookie as the gateway does, and sends what the gateway would forward. */
export const toCell =
  (run: string): Deliver =>
  async (raw, sid) => {
    const service = raw.path === '/api/openapi.json' ? 'identity' : (raw.path.split('/')[2] ?? '');
    const context = { requestId: `r-${Math.random().toString(36).slice(2)}`, ip: '192.0.2.10' };
    return send(join(run, `${service}.front`), {
      ...raw,
      headers: {
        ...(sid ? { authorization: `Bearer ${await exchange(run, sid, service)}` } : {}),
        'bulwark-context': Buffer.from(JSON.stringify(context)).toString('base64url'),
        ...raw.headers,
      },
    });
  };

const exchange = async (run: string, sid: string, audience: string): Promise<string> => {
  const answer = await send(join(run, 'identity.peer'), {
    method: 'POST',
    path: '/exchange',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sid, audience }),
  });
  return answer.body.token;
};

/** Somebody at a browser: keeps the cookie and the CSRF token, and sends what browsers send. */
export const openBrowser = ({ deliver, now }: { deliver: Deliver; now: () => Date }) => {
  const jar = { sid: '', csrf: '', secret: '', password: '' };

  const call = async (
    method: string,
    path: string,
    { body, headers = {} }: Sending = {},
  ): Promise<Answer> => {
    const raw = {
      method,
      path,
      headers: {
        'user-agent': 'Test browser',
        'sec-fetch-site': 'same-origin',
        'x-csrf-token': jar.csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const answer = await deliver(raw, jar.sid);
    keepCookie(answer);
    return answer;
  };

  const keepCookie = ({ headers }: Answer): void => {
    const [cookie = ''] = headers['set-cookie'] ?? [];
    const match = /^__Host-sid=([^;]*)/.exec(cookie);
    if (match) jar.sid = match[1] ?? '';
  };

  const session = async (): Promise<Answer['body']> => {
    const { body } = await call('GET', '/api/identity/session');
    jar.csrf = body.csrf;
    return body;
  };

  const must = async (method: string, path: string, sending: Sending): Promise<Answer> => {
    const answer = await call(method, path, sending);
    if (answer.status >= 400) {
      throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    }
    await session();
    return answer;
  };

  const code = (): string => totpCode(jar.secret, Math.floor(now().getTime() / 1000));

  return {
    jar,
    call,
    session,
    code,
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown, headers?: Sending['headers']) =>
      call('POST', path, { body, ...(headers ? { headers } : {}) }),
    patch: (path: string, body: unknown, rev: number) =>
      call('PATCH', path, { body, headers: { 'if-match': `"${rev}"` } }),
    /** The whole of a first sign-in: one-time password, a password of one's own, authenticator app. */
    signInFirst: async (email: string, oneTimePassword: string): Promise<void> => {
      jar.password = 'Quarry-lantern-7-orchid';
      await session();
      await must('POST', '/api/identity/login', { body: { email, password: oneTimePassword } });
      const change = { current: oneTimePassword, next: jar.password };
      await must('POST', '/api/identity/password', { body: change });
      jar.secret = (await call('GET', '/api/identity/enrolment')).body.secret;
      await must('POST', '/api/identity/enrolment', { body: { code: code() } });
    },
    /** A later sign-in with the same password and app, from this or another browser. */
    signIn: async (
      email: string,
      { password, secret }: { password: string; secret: string },
    ): Promise<void> => {
      jar.secret = secret;
      await session();
      await must('POST', '/api/identity/login', { body: { email, password } });
      await must('POST', '/api/identity/second-factor', { body: { code: code() } });
    },
  };
};
export type Browser = ReturnType<typeof openBrowser>;

export type Raw = {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
};

/** One request to a unix socket. */
export const send = (socketPath: string, raw: Raw): Promise<Answer> =>
  ask(request, { socketPath }, raw);

/** One request by `node:http` or `node:https`, its answer read whole. */
export const ask = (
  via: typeof request,
  options: RequestOptions,
  { body, ...raw }: Raw,
): Promise<Answer> =>
  new Promise((done, fail) => {
    const asked = via({ ...options, ...raw }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString();
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: isJson(response.headers['content-type']) && text ? JSON.parse(text) : null,
          text,
          bytes,
        });
      });
    });
    asked.on('error', fail);
    asked.end(body);
  });

const isJson = (type = ''): boolean => /^application\/(problem\+)?json/.test(type);
