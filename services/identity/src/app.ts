import { hkdfSync } from 'node:crypto';
import { createPasswords, privateKeyFrom } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import { onEvent, personChanged, personWanted } from '@bulwark/events';
import { type App, createVault, type Ports, type Service } from '@bulwark/runtime';
import { findAccount, storePassword } from './login/repository.ts';
import { count, demandGood, loginRoutes, refund } from './login/routes.ts';
import { networkOf } from './login/throttle.ts';
import { openApiRoute } from './openapi.ts';
import { departmentRoutes } from './people/departments.ts';
import { personRoute } from './people/one-person.ts';
import { everybody, findPerson } from './people/repository.ts';
import { peopleRoutes } from './people/routes.ts';
import { tellChanged } from './people/store.ts';
import { listProfiles, rightsOf } from './profiles/repository.ts';
import { profileRoutes } from './profiles/routes.ts';
import { lookAgain } from './profiles/second-look.ts';
import { resetRoutes } from './reset/routes.ts';
import { secondFactorRoutes } from './second-factor/routes.ts';
import { exchangeRoute } from './sessions/exchange.ts';
import {
  countFailedCode,
  endSession,
  endSessionsOf,
  insertSession,
  noteFactor,
  rotateSession,
  standingOf,
} from './sessions/repository.ts';
import { freshCookie, sessionRoutes } from './sessions/routes.ts';
import { mustDo } from './sessions/state.ts';
import { forgetSpent } from './spent.ts';

const createApp = ({
  cell,
  keys,
  secret,
  database,
  connectTo,
  now,
  newId,
  openApi,
}: Ports): App => {
  const { sql } = database;
  // Counting and exchanging have connections of their own: sign-ins that wait for a hash hold the others.
  const side = connectTo('identity');
  const pepper = Buffer.from(secret('pepper').reveal(), 'base64');
  const kek = Buffer.from(secret('kek').reveal(), 'base64');
  const passwords = createPasswords({ pepper });
  const csrfKey = Buffer.from(hkdfSync('sha256', kek, '', 'csrf', 32));
  const tokenKey = keys.identity?.token;
  if (!tokenKey) throw new Error('keys.json names no token key of identity');

  const stateOf = async (within: Sql, sessionId: string): Promise<string> => {
    const session = await standingOf(within, sessionId);
    if (!session) return 'anonymous';
    return mustDo({ ...session, factorShown: session.factorAt !== null }) ?? 'signed-in';
  };
  const newCookie = async (within: Sql, sessionId: string): Promise<string> => {
    const { cookie, sidHash } = freshCookie();
    await rotateSession(within, sessionId, sidHash);
    return cookie;
  };
  const people = { sql, passwords, newId, lookAgain, listProfiles, endSessionsOf };

  return {
    routes: [
      ...sessionRoutes({
        csrfKey,
        tenant: { name: cell.name, slug: cell.slug },
        describe: async (personId) => {
          const person = await findPerson(sql, personId);
          if (!person) return null;
          const profiles = (await listProfiles(sql)).filter(({ id }) =>
            person.profiles.includes(id),
          );
          return { ...person, profiles };
        },
      }),
      ...loginRoutes({
        counting: side.sql,
        passwords,
        company: cell.name,
        stateOf,
        startSession: async (within, personId, at) => {
          const { cookie, sidHash } = freshCookie();
          const id = newId();
          await insertSession(within, { id, sidHash, personId, now: at });
          return { id, cookie };
        },
        renewSession: async (within, { id, personId }) => {
          await endSessionsOf(within, personId, id);
          return newCookie(within, id);
        },
      }),
      ...secondFactorRoutes({
        sql,
        secrets: createVault({ kek, purpose: 'totp', newId, now }),
        issuer: `${cell.name} · Bulwark`,
        emailOf: async (within, id) => (await findAccount(within, { id }))?.email ?? '',
        raise: async (within, { id, now: at }) => {
          await noteFactor(within, id, at);
          return newCookie(within, id);
        },
        countTry: (personId, at) => count([`factor|${personId}`], at, side.sql),
        refundTry: (personId, at) => refund([`factor|${personId}`], at, side.sql),
        countWrong: countFailedCode,
        end: endSession,
        stateOf,
      }),
      ...resetRoutes({
        findAccount,
        mayAsk: async (email, { ip }, at) => {
          const keys = [`reset|${email}|${networkOf(ip)}`, `network|reset|${networkOf(ip)}`];
          return count(keys, at, side.sql).then(
            () => true,
            () => false,
          );
        },
        setPassword: async (within, account, next, at) => {
          await demandGood({ current: null, next }, account, cell.name);
          const hash = await passwords.hash(next);
          await storePassword(within, { personId: account.id, hash, now: at });
        },
        endSessionsOf,
      }),
      ...profileRoutes({ sql, newId }),
      ...peopleRoutes(people),
      personRoute(people),
      ...departmentRoutes(people),
      openApiRoute(openApi),
    ],
    jobs: [forgetSpent({ tenant: cell.id, sql, now })],
    peer: [
      exchangeRoute({
        sql: side.sql,
        csrfKey,
        token: { key: privateKeyFrom(secret('token.key').reveal()), kid: tokenKey.kid },
        tenant: cell.id,
        epoch: cell.epoch,
        now,
        rightsOf: (personId) => rightsOf(side.sql, personId),
      }),
    ],
    stop: side.close,
    consumers: personChanged.readers.map((from) =>
      onEvent(from, personWanted, async (tx) => {
        for (const person of await everybody(tx.sql)) tellChanged(tx, person);
      }),
    ),
  };
};

export const identity: Service = { name: 'identity', createApp };
