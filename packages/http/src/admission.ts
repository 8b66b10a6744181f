import { type Claims, hashOf } from '@bulwark/crypto';
import { type Problem, problem } from './problem.ts';
import type { Permission } from './route.ts';

export type Asked = {
  readonly method: string;
  readonly permission: Permission;
  readonly assurance: 'none' | 'password' | 'full';
  readonly csrfToken: string | undefined;
  readonly fetchSite: string | undefined;
};

/** Whether a request may go on to its handler: null, or the refusal. */
export const admit = (claims: Claims, asked: Asked): Problem | null =>
  refuseAssurance(claims, asked) ?? refuseRights(claims, asked) ?? refuseForgery(claims, asked);

const LEVEL = { none: 0, password: 1, full: 2 };

const refuseAssurance = (claims: Claims, { permission, assurance }: Asked): Problem | null => {
  if (permission === 'public') return null;
  if (claims.sub === null)
    return problem('sign_in', 'Your session has ended or you never had one: sign in.');
  if (LEVEL[claims.assurance] >= LEVEL[assurance]) return null;
  if (claims.must === 'password-change') return problem('password_change_required');
  if (claims.must === 'enrolment') return problem('enrolment_required');
  return problem('second_factor_required');
};

const refuseRights = ({ rights }: Claims, { permission }: Asked): Problem | null => {
  if (permission === 'public' || permission === 'signed-in') return null;
  const [page = '', action = ''] = permission.split(':');
  if (rights[page]?.includes(action)) return null;
  return problem('forbidden', `This needs the right to ${action} ${page}: ask an administrator.`);
};

/** Two checks, independent of cookies: the browser says where the request began, and the token is this session's. */
const refuseForgery = (
  { csrf }: Claims,
  { method, csrfToken, fetchSite }: Asked,
): Problem | null => {
  if (method === 'GET') return null;
  if (fetchSite !== 'same-origin') {
    return problem('csrf', 'Send Sec-Fetch-Site: same-origin; browsers do so on the page itself.');
  }
  if (csrf && csrfToken && hashOf(csrfToken) === csrf) return null;
  return problem('csrf', 'Read the session again and send its token as X-CSRF-Token.');
};
