import type { KeyObject } from 'node:crypto';
import { type Claims, readToken } from '@bulwark/crypto';

/** Who sent a request and whence: from the gateway's signed token and its context header, from nothing else. */
export type Sender = {
  readonly claims: Claims;
  readonly requestId: string;
  readonly ip: string;
  /** The trace that the gateway began: 32 hex digits (W3C trace context); null without one. */
  readonly trace: string | null;
  readonly agent: string;
};

/** Nobody: a request without a session. */
export const NOBODY: Claims = {
  sub: null,
  sid: null,
  profiles: [],
  rights: {},
  assurance: 'none',
  must: null,
  step: null,
  act: null,
  epoch: 0,
  csrf: '',
  bind: '',
};

export type TokenCheck = {
  readonly key: KeyObject;
  readonly issuer: string;
  readonly audience: string;
  readonly epoch: number;
};

/** The claims of a good token of this epoch; a request without one, or with a bad one, is nobody's. */
export const claimsOf = (authorization: string | undefined, check: TokenCheck): Claims => {
  const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : null;
  const claims = token ? readToken(token, check) : null;
  return claims && claims.epoch === check.epoch ? claims : NOBODY;
};

/** Reads `bulwark-context`: only the gateway can reach the socket that this is believed on. */
export const contextOf = (
  header: string | undefined,
  newId: () => string,
): Pick<Sender, 'requestId' | 'ip' | 'trace'> => {
  try {
    const context = JSON.parse(Buffer.from(header ?? '', 'base64url').toString());
    if (typeof context.requestId === 'string' && typeof context.ip === 'string') {
      const requestId = context.requestId.slice(0, 64);
      return { requestId, ip: context.ip.slice(0, 64), trace: traceIn(context.trace) };
    }
  } catch {}
  return { requestId: newId(), ip: '', trace: null };
};

/** The trace's id in a `traceparent` of version 00. */
const traceIn = (parent: unknown): string | null =>
  /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(parent))?.[1] ?? null;
