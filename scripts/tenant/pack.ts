import { pack, refusal, scale } from '@bulwark/tenancy';
import { atDesk, opened, printEntry } from './desk.ts';

/** One process for all services of a tenant, or one for each; whoever is served meanwhile notices nothing. */
export const packTenant = async (slug: string, packing: string | undefined): Promise<void> => {
  if (packing !== 'compact' && packing !== 'split')
    throw refusal('Say how: npm run tenant -- pack <slug> compact|split');
  const installation = await opened();
  await atDesk(installation, async (parts) =>
    printEntry(await pack(parts, installation, { slug, packing })),
  );
};

export const scaleService = async (
  slug: string,
  service: string | undefined,
  count: string | undefined,
): Promise<void> => {
  if (!service || !count || !/^\d+$/.test(count))
    throw refusal('Say which and how many: npm run tenant -- scale <slug> <service> <n>');
  const installation = await opened();
  await atDesk(installation, async (parts) =>
    printEntry(await scale(parts, installation, { slug, service, replicas: Number(count) })),
  );
};
