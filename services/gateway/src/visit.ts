import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TenantEntry } from '@bulwark/tenancy/directory';
import { type ProblemCode, sendProblem } from './problem.ts';
import type { Log } from './process.ts';

/** One request on its way through the gateway. */
export type Visit = {
  readonly requestId: string;
  readonly ip: string;
  /** W3C trace context. */
  readonly trace: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  tenant: TenantEntry | null;
  refused: ProblemCode | null;
};

/** How a request ended; status 499 when the client left before an answer began. */
export type Answered = {
  readonly tenant: string | null;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
};

type Needs = {
  readonly log: Log;
  readonly now: () => number;
  readonly count: (tenant: string | null, kind: string) => void;
  readonly observe: (answered: Answered) => void;
  readonly isDraining: () => boolean;
  readonly ended: () => void;
  /** Of every answer that is no file kept for ever. */
  readonly answerHeaders: readonly string[];
};

const addressOf = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d)/, '');

const newTrace = (): string => {
  const id = randomBytes(24).toString('hex');
  return `00-${id.slice(0, 32)}-${id.slice(32)}-01`;
};

const pathOf = (request: IncomingMessage): string =>
  (request.url ?? '').split('?', 1)[0]?.slice(0, 512) ?? '';

export const createVisits = (needs: Needs) => {
  const { log, now, count, observe, isDraining, ended, answerHeaders } = needs;
  const tell = (visit: Visit, since: number): void => {
    const { requestId, trace, request, response, refused } = visit;
    const tenant = visit.tenant?.id ?? null;
    const { method = '' } = request;
    const status = response.headersSent ? response.statusCode : 499;
    const ms = Math.round((now() - since) * 10) / 10;
    log.info('request', {
      ...{
        requestId,
        trace: trace.slice(3, 35),
        tenant,
        method,
        path: pathOf(request),
        status,
        ms,
      },
      ...(refused ? { refused } : {}),
    });
    observe({ tenant, method, status, seconds: ms / 1000 });
  };

  return {
    begin: (request: IncomingMessage, response: ServerResponse): Visit => {
      const since = now();
      const ip = addressOf(request);
      const common = { requestId: randomUUID(), ip, trace: newTrace() };
      const visit: Visit = { ...common, request, response, tenant: null, refused: null };
      if (isDraining()) response.shouldKeepAlive = false;
      response.once('close', () => {
        tell(visit, since);
        ended();
      });
      return visit;
    },
    refuse: (visit: Visit, code: ProblemCode, headers: readonly string[] = []): void => {
      const { requestId, response, tenant } = visit;
      visit.refused = code;
      count(tenant?.id ?? null, code);
      if (response.headersSent || response.destroyed) return;
      sendProblem(response, { code, requestId, headers: [...answerHeaders, ...headers] });
    },
  };
};
