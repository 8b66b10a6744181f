import { join } from 'node:path';
import {
  bringUpToDate,
  demandRecoveryKey,
  findTenant,
  type Installation,
  operatorSlug,
  type Parts,
  provision,
  provisionAny,
  refusal,
} from '@bulwark/tenancy';
import { demoTenants, furnishDemo, furnishPlatform, operatorTenant } from '../host/demo.ts';
import { describe, writeReady } from '../host/ready.ts';
import { wiring } from '../host/wiring.ts';
import type { Config, Wanted } from './config.ts';
import { linkBuild, linkVolumes, openInstallation } from './installation.ts';
import { atServers, databaseLogin } from './reach.ts';
import { sealSecrets } from './sealed-set.ts';

/** Once database and broker run: brings every tenant to the build of this image, and makes those that are missing. */
export const setUp = async (config: Config, say: (line: string) => void): Promise<void> => {
  const installation = await openInstallation(config);
  const build = await linkBuild(installation, config);
  await linkVolumes(installation, config);
  await atServers(installation, say, async (parts) => {
    await demandRecoveryKey(installation, parts.place, say);
    await bringUpToDate(parts, installation, build);
    for (const wanted of config.tenants) {
      if (!(await findTenant(installation, wanted.slug))) {
        say(`Making the tenant ${wanted.slug} …`);
        await make({ parts, installation, build, config }, wanted);
      }
      await sealSecrets(installation, parts.place, wanted.slug);
    }
  });
  await writeReady(installation, await databaseLogin(installation), wiring);
};

type Making = {
  readonly parts: Parts;
  readonly installation: Installation;
  readonly build: string;
  readonly config: Config;
};

const make = async (
  { parts, installation, build, config }: Making,
  { slug, packing }: Wanted,
): Promise<void> => {
  if (slug === operatorSlug) {
    const order = { ...operatorTenant, build, packing };
    const made = await provisionAny(parts, installation, order);
    const bundle = join(config.builds, 'current', 'platform.json');
    return await furnishPlatform(installation, made, { ...wiring, bundle });
  }
  const person = demoTenants.find((one) => one.slug === slug);
  if (!person) throw refusal(`Nobody is named as the first person of ${slug}.`);
  const made = await provision(parts, installation, { ...person, build, packing });
  await furnishDemo(installation, made, wiring);
};

/** Addresses and first logins, for people; what was used is forgotten. */
export const showReady = async (config: Config, say: (line: string) => void): Promise<void> => {
  const installation = await openInstallation(config);
  const ready = await writeReady(installation, await databaseLogin(installation), wiring);
  for (const line of describe(ready)) say(line);
};
