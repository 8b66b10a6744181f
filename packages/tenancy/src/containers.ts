import type { ServiceAddress } from './entry.ts';
import type { Containers } from './installation.ts';
import { type Service, services } from './schemas.ts';

/** What the folders of a cell are called inside its containers. */
export const inContainer = { run: '/run/bulwark', objects: '/objects' } as const;

const firstPort = 8440;

/** A service's two ports; the same in both packings. */
export const portsOf = (service: Service): { readonly front: number; readonly peer: number } => {
  const at = firstPort + 2 * services.indexOf(service);
  return { front: at, peer: at + 1 };
};

type Packed = { readonly slug: string; readonly packing: 'compact' | 'split' };

/** The name under which a service is reached, and which its certificate holds. */
export const containerHost = (
  { host }: Containers,
  { slug, packing }: Packed,
  service: Service,
): string =>
  host.replace('{slug}', slug).replace('{unit}', packing === 'compact' ? 'cell' : service);

/** Where the gateway finds each service: one name, behind which any number of containers answer. */
export const containerAddresses = (
  containers: Containers,
  tenant: Packed,
): Record<Service, readonly ServiceAddress[]> => {
  const of = (service: Service): readonly ServiceAddress[] => {
    const host = containerHost(containers, tenant, service);
    const { front, peer } = portsOf(service);
    return [{ front: `https://${host}:${front}`, peer: `https://${host}:${peer}` }];
  };
  return Object.fromEntries(services.map((service) => [service, of(service)])) as Record<
    Service,
    readonly ServiceAddress[]
  >;
};
