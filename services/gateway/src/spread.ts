import { lookup } from 'node:dns/promises';
import type { ServiceAddress } from '@bulwark/tenancy/directory';

/** The addresses that a name stands for now; none when it stands for nothing. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const resolveHost: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** One of several processes behind one name: the origin, and after `#` where to connect. */
export const at = (origin: string, ip: string): string => `${origin}#${ip}`;
export const whereOf = (
  address: string,
): { readonly origin: string; readonly ip: string | null } => {
  const [origin = '', ip = null] = address.split('#');
  return { origin, ip };
};

type Known = {
  readonly hosts: ReadonlySet<string>;
  processes: readonly ServiceAddress[];
};

const hostOf = (address: string): string | null =>
  address.startsWith('https://') ? new URL(address).hostname : null;

/**
 * Where one name stands for several processes, each counts as one: requests go to all of them in turn, and what one
 * refuses is tried at the next. Sockets stay as they are.
 */
export const createSpread = ({ resolve }: { readonly resolve: Resolve }) => {
  const addresses = new Map<string, readonly string[]>();
  const known = new Map<readonly ServiceAddress[], Known>();

  const spread = (services: readonly ServiceAddress[]): readonly ServiceAddress[] =>
    services.flatMap(({ front, peer }) => {
      const ips = addresses.get(hostOf(front) ?? '') ?? [];
      if (ips.length === 0) return [{ front, peer }];
      return ips.map((ip) => ({ front: at(front, ip), peer: at(peer, ip) }));
    });

  const remember = (services: readonly ServiceAddress[], hosts: ReadonlySet<string>): Known => {
    const fresh = { hosts, processes: spread(services) };
    known.set(services, fresh);
    return fresh;
  };

  const look = async (host: string): Promise<void> => {
    const found = await resolve(host).catch(() => []);
    // A name that can not be resolved just now may still be answered where it was.
    if (found.length > 0) addresses.set(host, [...found].sort());
  };

  return {
    /** The same list until the processes change, so that turns are kept. */
    of: (services: readonly ServiceAddress[]): readonly ServiceAddress[] => {
      const present = known.get(services);
      if (present) return present.processes;
      const hosts = new Set(services.flatMap(({ front }) => hostOf(front) ?? []));
      if (hosts.size === 0) return services;
      return remember(services, hosts).processes;
    },
    /** Looks all names up again; says whether anything changed. */
    refresh: async (): Promise<boolean> => {
      const before = JSON.stringify([...addresses]);
      const hosts = new Set([...known.values()].flatMap((one) => [...one.hosts]));
      await Promise.all([...hosts].map(look));
      if (JSON.stringify([...addresses]) === before) return false;
      for (const [services, one] of known) one.processes = spread(services);
      return true;
    },
    /** Every process that a name stands for now. */
    all: (): readonly ServiceAddress[] => [...known.values()].flatMap(({ processes }) => processes),
    /** Only these are asked for from now on. */
    keep: (all: readonly (readonly ServiceAddress[])[]): void => {
      const used = new Set(all);
      for (const services of known.keys()) if (!used.has(services)) known.delete(services);
      for (const services of all) {
        const hosts = new Set(services.flatMap(({ front }) => hostOf(front) ?? []));
        if (hosts.size > 0 && !known.has(services)) remember(services, hosts);
      }
    },
  };
};
