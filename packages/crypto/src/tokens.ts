import { createHash, type KeyObject, randomUUID } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';

/** What one service needs to know of one request's sender; nothing else is asked of anybody. */
export type Claims = {
  /** Person id, null when nobody is signed in. */
  readonly sub: string | null;
  /** Public id of the session, null without one. */
  readonly sid: string | null;
  readonly profiles: readonly string[];
  /** Page → actions. */
  readonly rights: { readonly [page: string]: readonly string[] };
  readonly assurance: 'none' | 'password' | 'full';
  /** What the person has to do before anything else: 'password-change', 'enrolment', 'second-factor'. */
  readonly must: string | null;
  /** Unix seconds of the last step-up, null without one. */
  readonly step: number | null;
  /** The operator's person id when this is a simulated session. */
  readonly act: string | null;
  readonly epoch: number;
  /** SHA-256 of the CSRF token that belongs to this session, base64url. */
  readonly csrf: string;
  /** What identity derives the CSRF token from: changes whenever the cookie does. */
  readonly bind: string;
};

/** Seconds that a token is good for. */
export const TOKEN_SECONDS = 10;

/** Signs the claims for one audience, `<tenant>/<service>`, as ES256 (RFC 7518 §3.4). */
export const signToken = (
  claims: Claims,
  { key, kid, issuer, audience }: { key: KeyObject; kid: string; issuer: string; audience: string },
): string =>
  jsonwebtoken.sign({ ...claims, sub: claims.sub ?? '' }, key, {
    algorithm: 'ES256',
    keyid: kid,
    issuer,
    audience,
    expiresIn: TOKEN_SECONDS,
    jwtid: randomUUID(),
    header: { alg: 'ES256', typ: 'at+jwt' },
  });

/**
 * Checks signature, algorithm, type, issuer, audience, age and expiry; null when anything is amiss.
 * jsonwebtoken by itself accepts a token without expiry, so expiry is demanded here.
 */
export const readToken = (
  token: string,
  { key, issuer, audience }: { key: KeyObject; issuer: string; audience: string },
): Claims | null => {
  try {
    const { header, payload } = jsonwebtoken.verify(token, key, {
      algorithms: ['ES256'],
      issuer,
      audience,
      maxAge: TOKEN_SECONDS,
      complete: true,
    });
    if (header.typ !== 'at+jwt' || typeof payload === 'string' || !payload.exp) return null;
    return { ...(payload as unknown as Claims), sub: payload.sub || null };
  } catch {
    return null;
  }
};

/** SHA-256 of a text as base64url: for values that a database keeps only as a hash. */
export const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');
