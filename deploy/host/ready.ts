import { rm } from 'node:fs/promises';
import {
  type FirstLogin,
  firstLoginPending,
  type Installation,
  list,
  operatorSlug,
  originOf,
  pathsOf,
} from '@bulwark/tenancy';
import { type AdministratorLogin, asAdministrator } from './database.ts';
import { place } from './installation.ts';
import type { Wiring } from './wiring.ts';

/** <home>/ready.json, for scripts that drive a running installation. */
export type Ready = {
  readonly apex: string;
  readonly ca: string;
  readonly tenants: readonly {
    readonly slug: string;
    readonly url: string;
    readonly admin: FirstLogin | null;
  }[];
};

/** Writes ready.json: addresses, and the first login of each active tenant while it is unused. */
export const writeReady = async (
  installation: Installation,
  login: AdministratorLogin,
  { isFirstLoginPending }: Pick<Wiring, 'isFirstLoginPending'>,
): Promise<Ready> =>
  await asAdministrator(login, async (query) => {
    const parts = { query, place, isFirstLoginPending };
    const tenants: Ready['tenants'][number][] = [];
    for (const { id, slug, state, hosts } of await list(installation)) {
      if (state !== 'active') continue;
      const url = originOf(installation, hosts[0] ?? installation.apex);
      tenants.push({ slug, url, admin: await firstLoginPending(parts, installation, id) });
    }
    tenants.sort((a, b) => rank(a.slug) - rank(b.slug) || a.slug.localeCompare(b.slug));
    const paths = pathsOf(installation);
    const ready = { apex: originOf(installation, installation.apex), ca: paths.ca, tenants };
    const text = `${JSON.stringify(ready, null, 2)}\n`;
    await place.file(paths.ready, text, { uid: null, gid: null, mode: 0o600 });
    return ready;
  });

/** While the file is missing, nothing is ready. */
export const removeReady = async (installation: Installation): Promise<void> =>
  await rm(pathsOf(installation).ready, { force: true });

/** Lines for people: where to go, and how to get in the first time. */
export const describe = ({ tenants, ca }: Ready): readonly string[] => [
  '',
  ...tenants.map(({ url, admin }) =>
    admin?.password ? `  ${url}\n      ${admin.email}   ${admin.password}` : `  ${url}`,
  ),
  '',
  `  Your browser trusts these once it knows the authority ${ca}`,
  '',
];

const rank = (slug: string): number => (slug === operatorSlug ? 1 : 0);
