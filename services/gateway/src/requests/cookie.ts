import type { ProblemCode } from '../problem.ts';

const sessionCookie = '__Host-sid';
/** 32 random bytes in base64url. */
const sessionForm = /^[A-Za-z0-9_-]{43}$/;

/** The session id of the cookie header; null without one, or with one that can't be ours. */
export const readSession = (
  cookies: string | undefined,
): { readonly sid: string | null } | { readonly refused: ProblemCode } => {
  if (cookies === undefined) return { sid: null };
  const values = cookies
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair === sessionCookie || pair.startsWith(`${sessionCookie}=`))
    .map((pair) => pair.slice(sessionCookie.length + 1));
  if (values.length > 1) return { refused: 'cookie_invalid' };
  const [sid] = values;
  return { sid: sid !== undefined && sessionForm.test(sid) ? sid : null };
};
