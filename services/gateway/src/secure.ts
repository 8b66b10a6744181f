import { TLSSocket } from 'node:tls';
import type { Wanted } from './exchange/exchange.ts';
import type { createForward } from './forward/forward.ts';
import { toService } from './forward/headers.ts';
import { immutable, noStore, securityHeaders } from './headers/policy.ts';
import type { createPools } from './pools.ts';
import type { Log } from './process.ts';
import { type Accepted, type FindTenant, judgeRequest, methods } from './requests/judge.ts';
import type { Handler } from './server.ts';
import { answerFrom } from './static/answer.ts';
import type { createBuilds } from './static/build.ts';
import type { Turns } from './turns.ts';
import type { createVisits, Visit } from './visit.ts';

type Needs = {
  readonly visits: ReturnType<typeof createVisits>;
  readonly find: FindTenant;
  readonly port: () => number;
  readonly admit: (caller: string) => boolean;
  readonly exchange: (wanted: Wanted) => Promise<string>;
  readonly pool: ReturnType<typeof createPools>['get'];
  readonly forward: ReturnType<typeof createForward>;
  readonly turns: Turns;
  readonly build: ReturnType<typeof createBuilds>['get'];
  readonly log: Log;
};

const allow = (allowed: readonly string[]): string[] => ['Allow', allowed.join(', ')];

/** A code where there is one: texts of errors can name addresses, never contents. */
const causeOf = (error: Error): string =>
  'code' in error ? `${error.code} ${error.message}` : error.message;

const contextOf = ({ requestId, ip, trace }: Visit): string =>
  Buffer.from(JSON.stringify({ requestId, ip, trace })).toString('base64url');

/** What happens to a request on the TLS port: judged, then a file of the interface or an answer of one service. */
export const createSecure = (needs: Needs): Handler => {
  const { visits, find, port, admit, exchange, pool, forward, turns, build, log } = needs;

  const judge = ({ request }: Visit) =>
    judgeRequest(
      {
        method: request.method ?? '',
        target: request.url ?? '',
        rawHeaders: request.rawHeaders,
        serverName: request.socket instanceof TLSSocket ? request.socket.servername || '' : '',
        port: port(),
      },
      find,
    );

  const serveInterface = async (visit: Visit, accepted: Accepted): Promise<void> => {
    const files = await build(accepted.tenant.build).catch((error: unknown) => {
      log.error('build unreadable', { build: accepted.tenant.build, error: String(error) });
      return new Map();
    });
    const answer = answerFrom(files, { method: visit.request.method ?? '', ...accepted });
    if (answer.is === 'refused')
      return visits.refuse(
        visit,
        answer.code,
        answer.code === 'method_not_allowed' ? allow(['GET', 'HEAD']) : [],
      );
    const caching = answer.isHashed ? immutable : noStore;
    visit.response.writeHead(answer.status, [...securityHeaders, ...caching, ...answer.headers]);
    visit.response.end(answer.content);
  };

  const tokenFor = async (
    visit: Visit,
    accepted: Accepted,
    service: string,
  ): Promise<string | null> => {
    const { tenant, sid } = accepted;
    if (sid === null) return null;
    return await exchange({ tenant, service, sid }).catch((error: unknown) => {
      log.error('exchange failed', {
        requestId: visit.requestId,
        tenant: tenant.id,
        error: String(error),
      });
      throw error;
    });
  };

  const passOn = async (visit: Visit, accepted: Accepted, service: string): Promise<void> => {
    const { request, response } = visit;
    const addresses = accepted.tenant.services[service];
    if (addresses === undefined) return visits.refuse(visit, 'not_found');
    let token: string | null;
    try {
      token = await tokenFor(visit, accepted, service);
    } catch {
      return visits.refuse(visit, 'identity_unavailable'); // closed: nothing is passed on
    }
    if (response.destroyed) return;
    if (accepted.headers.has('expect')) response.writeContinue();
    const code = await forward({
      request,
      response,
      processes: turns(addresses).map(({ front }) => pool(front)),
      headers: toService({ headers: accepted.headers, token, context: contextOf(visit) }),
      body: accepted.body,
      maySetCookies: service === 'identity',
      failed: (failure, error) =>
        log.warn('call failed', {
          requestId: visit.requestId,
          tenant: accepted.tenant.id,
          service,
          failure,
          cause: causeOf(error),
        }),
    });
    if (code !== null) visits.refuse(visit, code);
  };

  const handle = async (visit: Visit): Promise<void> => {
    const judged = judge(visit);
    visit.tenant = judged.tenant;
    if ('refused' in judged)
      return visits.refuse(
        visit,
        judged.refused,
        judged.refused === 'method_not_allowed' ? allow(methods) : [],
      );
    if (!admit(`${judged.tenant.id} ${visit.ip}`)) return visits.refuse(visit, 'too_many_requests');
    const { route } = judged;
    if (route.to === 'interface') return await serveInterface(visit, judged);
    if (route.to === 'service') return await passOn(visit, judged, route.service);
    visits.refuse(visit, 'not_found');
  };

  return (request, response) => {
    const visit = visits.begin(request, response);
    handle(visit).catch((error: unknown) => {
      log.error('request failed', { requestId: visit.requestId, error: String(error) });
      if (response.headersSent) response.destroy();
      else visits.refuse(visit, 'internal_error');
    });
  };
};
