import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { createExchange } from './exchange/exchange.ts';
import { askIdentity } from './exchange/identity.ts';
import { createForward } from './forward/forward.ts';
import { noStore, securityHeaders } from './headers/policy.ts';
import { createGatewayMeter, observeIn, serveMetrics } from './metrics.ts';
import { createPools, failureOf } from './pools.ts';
import { problemMessage } from './problem.ts';
import type { Log, Schedule } from './process.ts';
import { createRedirect } from './redirect.ts';
import { createRefusals } from './refusals/count.ts';
import { createConnections } from './requests/connections.ts';
import { createAdmission } from './requests/rate.ts';
import { createSecure } from './secure.ts';
import { createPlainServer, createSecureServer } from './server.ts';
import { createSpread, resolveHost } from './spread.ts';
import { createBuilds } from './static/build.ts';
import { createTenants } from './tenants/directory.ts';
import { createTurns, type Turns } from './turns.ts';
import { createVisits } from './visit.ts';

export type { Config } from './config.ts';

type Needs = {
  readonly config: Config;
  readonly log: Log;
  /** Milliseconds since 1970, on a clock that never steps back. */
  readonly now: () => number;
  readonly schedule: Schedule;
};

const ticketKeyMs = 3_600_000;
const resolveMs = 1000;

const listen = async (server: Server, port: number, host: string): Promise<number> => {
  server.listen({ port, host });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** The one process that all tenants share: ends TLS, judges requests, passes them to the tenant's own cell. */
export const createGateway = ({ config, log, now, schedule }: Needs) => {
  const { limits } = config;
  const bound = { https: 0, http: 0 };
  let isDraining = false;
  let stops: (() => void)[] = [];
  const answerHeaders = [...securityHeaders, ...noStore];

  const meter = createGatewayMeter();
  const refusals = createRefusals({ now, log, schedule });
  const refused = (tenant: string | null, kind: string): void => {
    refusals.count(tenant, kind);
    meter.count('bulwark_gateway_refusals_total', { tenant: tenant ?? 'unknown', kind });
  };
  const pools = createPools({ tls: config.clientTls, answerMs: limits.serviceMs });
  const spread = createSpread({ resolve: resolveHost });
  const builds = createBuilds((build) => join(config.folders.builds, build, 'web'));
  const tenants = createTenants({
    folders: config.folders,
    others: config.others,
    log,
    schedule,
    changed: (all) => {
      const addresses = all.flatMap(({ services }) => Object.values(services));
      spread.keep(addresses);
      pools.keep([...addresses.flat(), ...spread.all()]);
      builds.keep(new Set(all.map(({ build }) => build)));
    },
  });
  const inTurn = createTurns();
  const turns: Turns = (services) => inTurn(spread.of(services));
  const send = askIdentity({
    pool: pools.get,
    turns,
    isGone: (error) => ['reset', 'unreachable'].includes(failureOf(error)),
    timeoutMs: limits.exchangeMs,
  });
  const { reuseMs, maxExchanges: maxEntries } = limits;
  const connections = createConnections(limits.connectionsPerAddress, () =>
    refused(null, 'too_many_connections'),
  );
  const visits = createVisits({
    log,
    now,
    count: refused,
    observe: observeIn(meter),
    isDraining: () => isDraining,
    ended: () => {
      if (isDraining) for (const server of servers) server.closeIdleConnections();
    },
    answerHeaders,
  });
  const common = {
    limits,
    connected: connections.take,
    refuseMessage: (code: Parameters<typeof problemMessage>[0]['code']): string => {
      refused(null, code);
      return problemMessage({ code, requestId: randomUUID(), headers: answerHeaders });
    },
  };
  const publicPorts = () => ({
    https: config.publicHttpsPort ?? bound.https,
    http: config.publicHttpPort ?? bound.http,
  });
  const secure = createSecureServer({
    ...common,
    context: tenants.context,
    unknownName: () => refused(null, 'unknown_server_name'),
    handle: createSecure({
      visits,
      find: tenants.find,
      port: () => publicPorts().https,
      admit: createAdmission({ rate: limits.rate, now }),
      exchange: createExchange({ send, now, reuseMs, maxEntries }),
      pool: pools.get,
      turns,
      forward: createForward({ answerHeaders, failureOf }),
      build: builds.get,
      log,
    }),
  });
  const plain = createPlainServer({
    ...common,
    handle: createRedirect({ visits, find: tenants.find, ports: publicPorts }),
  });
  const servers = [secure, plain];
  const followNames = async (): Promise<void> => {
    if (!(await spread.refresh())) return;
    const own = tenants.all().flatMap(({ services }) => Object.values(services).flat());
    pools.keep([...own, ...spread.all()]);
  };

  return {
    refusals: refusals.counts,

    /** Resolves when both ports listen and every tenant's files are read. */
    start: async (): Promise<{ readonly https: number; readonly http: number }> => {
      await tenants.start();
      await spread.refresh();
      await Promise.allSettled(tenants.all().map(({ build }) => builds.get(build)));
      stops = [
        tenants.stop,
        refusals.start(),
        schedule(resolveMs, () => void followNames()),
        schedule(ticketKeyMs, () => secure.setTicketKeys(randomBytes(48))),
      ];
      if (config.metricsSocket) stops.push(await serveMetrics(config.metricsSocket, meter));
      bound.https = await listen(secure, config.httpsPort, config.address);
      bound.http = await listen(plain, config.httpPort, config.address);
      log.info('ready', { ...bound, tenants: tenants.all().length });
      return { ...bound };
    },

    /** Takes no more connections, lets what is under way end within the limit, then cuts the rest. */
    stop: async (): Promise<void> => {
      isDraining = true;
      const closed = servers.map((server) => once(server, 'close'));
      for (const server of servers) server.close();
      AbortSignal.timeout(limits.drainMs).addEventListener('abort', connections.closeAll);
      await Promise.all(closed);
      for (const stop of stops) stop();
      await pools.close();
    },
  };
};
