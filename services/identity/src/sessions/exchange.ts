import type { KeyObject } from 'node:crypto';
import { type Claims, hashOf, signToken } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { NOBODY, type PeerRoute, peerRoute } from '@bulwark/http';
import { z } from '@bulwark/record';
import { bindOf, csrfOf, isSid } from './cookie.ts';
import { findSession, type SessionRow, touchSession } from './repository.ts';
import { isOver, mustDo } from './state.ts';

export type ExchangeOptions = {
  readonly sql: Sql;
  readonly csrfKey: Buffer;
  readonly token: { readonly key: KeyObject; readonly kid: string };
  readonly tenant: string;
  readonly epoch: number;
  readonly now: () => Date;
  readonly rightsOf: (
    personId: string,
  ) => Promise<{ profiles: string[]; rights: { [page: string]: string[] } }>;
};

const TOUCH_MS = 15_000;

/** The gateway's way from a cookie to a signed token for one service. Nobody's cookie gets nobody's token. */
export const exchangeRoute = (options: ExchangeOptions): PeerRoute =>
  peerRoute({
    method: 'POST',
    path: '/exchange',
    caller: 'gateway',
    body: z.strictObject({ sid: z.string().refine(isSid), audience: z.string().regex(/^[a-z]+$/) }),
    handle: async ({ sid, audience }) => {
      const claims = await claimsFor(sid, options);
      const { token, tenant } = options;
      return {
        body: {
          token: signToken(claims, { ...token, issuer: tenant, audience: `${tenant}/${audience}` }),
        },
      };
    },
  });

const claimsFor = async (sid: string, options: ExchangeOptions): Promise<Claims> => {
  const { sql, csrfKey, epoch, now, rightsOf } = options;
  const bind = bindOf(sid);
  const anonymous = { ...NOBODY, epoch, bind, csrf: hashOf(csrfOf(bind, csrfKey)) };
  const session = await findSession(sql, hashOf(sid));
  if (!session || isOver(session, now())) return anonymous;
  if (now().getTime() - Date.parse(session.seen) > TOUCH_MS) {
    await touchSession(sql, session.id, now());
  }
  const must = mustDo({ ...session, factorShown: session.factorAt !== null });
  const { profiles, rights } = await rightsOf(session.personId);
  return { ...anonymous, ...identityOf(session), must, profiles, ...(must ? {} : { rights }) };
};

const identityOf = (session: SessionRow): Pick<Claims, 'sub' | 'sid' | 'assurance' | 'step'> => {
  const must = mustDo({ ...session, factorShown: session.factorAt !== null });
  return {
    sub: session.personId,
    sid: session.id,
    assurance: must ? 'password' : 'full',
    step: session.factorAt ? Math.floor(Date.parse(session.factorAt) / 1000) : null,
  };
};
