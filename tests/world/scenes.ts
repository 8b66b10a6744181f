import type { Browser } from './browser.ts';
import { passwordIn } from './mails.ts';
import type { Tenant } from './world.ts';

/** A tenant's first person, signed in for the first time. */
export const firstPerson = async (tenant: Tenant): Promise<Browser> => {
  const browser = tenant.browser();
  await browser.signInFirst(tenant.admin.email, tenant.admin.oneTimePassword);
  return browser;
};

/** Somebody new with some profiles, added by an administrator and signed in for the first time. */
export const somebody = async (
  tenant: Tenant,
  by: Browser,
  { name, profiles }: { name: string; profiles: readonly string[] },
): Promise<{ browser: Browser; id: string; email: string }> => {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${tenant.entry.slug}.example`;
  const made = await by.post('/api/identity/people', { name, email, profiles });
  if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
  const browser = tenant.browser();
  await browser.signInFirst(email, passwordIn(await tenant.mailTo(email)));
  return { browser, id: made.body.id, email };
};
