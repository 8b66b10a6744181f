import { join } from 'node:path';
import { refusal, type TenantEntry } from '@bulwark/tenancy';

export type Wanted = Pick<TenantEntry, 'slug' | 'packing'>;

export type Config = {
  readonly home: string;
  /** The folder of the one build that the image holds, and its id. */
  readonly builds: string;
  readonly ports: { readonly httpsPort: number; readonly httpPort: number };
  /** In the order in which they are made: their accounts follow from it. */
  readonly tenants: readonly Wanted[];
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What the operator's container is told. @throws a refusal that names what is wrong */
export const readConfig = (env: Environment = process.env): Config => ({
  home: env.BULWARK_HOME ?? '/var/lib/bulwark',
  builds: env.BULWARK_BUILDS ?? join('/opt', 'bulwark', 'builds'),
  ports: {
    httpsPort: Number(env.BULWARK_HTTPS_PORT ?? 8443),
    httpPort: Number(env.BULWARK_HTTP_PORT ?? 8080),
  },
  tenants: (env.BULWARK_TENANTS ?? '').split(' ').filter(Boolean).map(wantedIn),
});

/** `acme:split` or `globex:compact`. */
const wantedIn = (text: string): Wanted => {
  const [slug, packing] = text.split(':');
  if (slug && (packing === 'split' || packing === 'compact')) return { slug, packing };
  throw refusal(`BULWARK_TENANTS: '${text}' is no tenant; write acme:split or globex:compact.`);
};
