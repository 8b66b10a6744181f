import { createHmac, randomBytes } from 'node:crypto';
import { hashOf } from '@bulwark/crypto';

/** The opaque session id that only the browser keeps: 32 random bytes, base64url. */
export const newSid = (): string => randomBytes(32).toString('base64url');

export const isSid = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

export const cookieOf = (sid: string): string =>
  `__Host-sid=${sid}; Path=/; Secure; HttpOnly; SameSite=Strict`;

export const noCookie = '__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0';

/** What a token carries of the cookie, so that identity can derive the same CSRF token again without seeing the cookie. */
export const bindOf = (sid: string): string => hashOf(`bind|${sid}`);

/** The CSRF token of a session, signed in or not: an HMAC, so it cannot be made outside. */
export const csrfOf = (bind: string, key: Buffer): string =>
  createHmac('sha256', key).update(bind).digest('base64url');
