import { request } from 'node:http';
import { join } from 'node:path';
import { totpCode } from '@bulwark/crypto';

export type Answer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly text: string;
};

type Sending = {
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
};

/**
 * Somebody at a browser, seen from a cell: keeps the cookie, has it exchanged as the gateway does, and sends what the
 * gateway would forward.
 */
export const openBrowser = ({ run, now }: { run: string; now: () => Date }) => {
  const jar = { sid: '', csrf: '', secret: '', password: '' };
  const agent = 'Test browser';

  const exchange = async (service: string): Promise<string> => {
    const answer = await send(join(run, 'identity.peer'), {
      method: 'POST',
      path: '/exchange',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sid: jar.sid, audience: service }),
    });
    return answer.body.token;
  };

  const call = async (
    method: string,
    path: string,
    { body, headers = {} }: Sending = {},
  ): Promise<Answer> => {
    const service = path === '/api/openapi.json' ? 'identity' : (path.split('/')[2] ?? '');
    const context = { requestId: `r-${Math.random().toString(36).slice(2)}`, ip: '192.0.2.10' };
    const answer = await send(join(run, `${service}.front`), {
      method,
      path,
      headers: {
        ...(jar.sid ? { authorization: `Bearer ${await exchange(service)}` } : {}),
        'bulwark-context': Buffer.from(JSON.stringify(context)).toString('base64url'),
        'user-agent': agent,
        'sec-fetch-site': 'same-origin',
        'x-csrf-token': jar.csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
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

type Raw = {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
};

/** One request to a unix socket. */
export const send = (socketPath: string, { body, ...raw }: Raw): Promise<Answer> =>
  new Promise((done, fail) => {
    const asked = request({ socketPath, ...raw }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = /json/.test(response.headers['content-type'] ?? '');
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body:
            isJson && text && !/ndjson/.test(response.headers['content-type'] ?? '')
              ? JSON.parse(text)
              : null,
          text,
        });
      });
    });
    asked.on('error', fail);
    asked.end(body);
  });
