import type { TenantEntry, UidRange } from '@bulwark/tenancy';

/** The accounts of docker-compose.yml: every number there follows from this range and the order of the tenants. */
export const uids: UidRange = { start: 20_000, size: 4096 };

/** The tenants of docker-compose.yml, in the order in which they are made. */
export const tenants: readonly Pick<TenantEntry, 'slug' | 'packing'>[] = [
  { slug: 'platform', packing: 'compact' },
  { slug: 'acme', packing: 'split' },
  { slug: 'globex', packing: 'compact' },
];
