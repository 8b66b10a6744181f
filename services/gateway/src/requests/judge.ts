import type { TenantEntry } from '@bulwark/tenancy/directory';
import type { ProblemCode } from '../problem.ts';
import { type Body, readBody } from './body.ts';
import { readSession } from './cookie.ts';
import { type Headers, readHeaders } from './headers.ts';
import { readHost } from './host.ts';
import { type Route, routeOf } from './route.ts';
import { isPlainTarget, splitTarget } from './target.ts';

/** A request as it came over the wire, before anything was joined, dropped or decoded. */
export type RawRequest = {
  readonly method: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly serverName: string | null;
  readonly port: number;
};

export type FindTenant = (host: string) => TenantEntry | undefined;

type Refused = { readonly refused: ProblemCode; readonly tenant: TenantEntry | null };
type Addressed = { readonly tenant: TenantEntry; readonly host: string; readonly headers: Headers };

export type Accepted = Addressed & {
  readonly path: string;
  readonly route: Route;
  readonly sid: string | null;
  readonly body: Body | null;
};

export const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Whose request this is; what the port without TLS needs to know. */
export const judgeAddress = (request: RawRequest, findTenant: FindTenant): Addressed | Refused => {
  const read = readHeaders(request.rawHeaders);
  if ('refused' in read) return { refused: read.refused, tenant: null };
  const { headers } = read;
  const { serverName, port } = request;
  const host = readHost({ host: headers.get('host'), serverName, port });
  if ('refused' in host) return { refused: host.refused, tenant: null };
  const tenant = findTenant(host.name);
  if (tenant === undefined) return { refused: 'misdirected_request', tenant: null };
  if (!isPlainTarget(request.target)) return { refused: 'target_invalid', tenant };
  return { tenant, host: host.name, headers };
};

/** Decides whether a request is passed on, and what is passed on of it. Everything doubtful is refused. */
export const judgeRequest = (request: RawRequest, findTenant: FindTenant): Accepted | Refused => {
  const addressed = judgeAddress(request, findTenant);
  if ('refused' in addressed) return addressed;
  const { tenant, headers } = addressed;
  const { method } = request;
  if (tenant.state !== 'active') return { refused: 'tenant_suspended', tenant };
  if (!methods.includes(method)) return { refused: 'method_not_allowed', tenant };
  if ((headers.get('expect') ?? '100-continue').toLowerCase() !== '100-continue')
    return { refused: 'expectation_failed', tenant };
  const session = readSession(headers.get('cookie'));
  if ('refused' in session) return { refused: session.refused, tenant };
  const { path } = splitTarget(request.target);
  const body = readBody({ method, path, headers });
  if ('refused' in body) return { refused: body.refused, tenant };
  return { ...addressed, path, route: routeOf(path), sid: session.sid, body: body.body };
};
