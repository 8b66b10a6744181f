import { currentCode } from '@bulwark/identity/operator';
import { cellPaths, findTenant, refusal } from '@bulwark/tenancy';
import { findHome } from '../deploy/host/home.ts';
import { readInstallation } from '../deploy/host/installation.ts';
import { chosenHome, clone, runScript, say } from './settings.ts';

/** `npm run otp -- <tenant> <email>`: the current code of somebody's authenticator app, in development only. */
await runScript(async () => {
  const [slug, email] = process.argv.slice(2);
  if (!slug || !email) throw refusal('Usage: npm run otp -- <tenant> <email>');
  const home = await findHome({ clone, chosen: chosenHome() });
  const installation = home === null ? null : await readInstallation(home);
  if (!installation) throw refusal('Nothing is installed here. Start it once: npm start');
  const tenant = await findTenant(installation, slug);
  if (!tenant) throw refusal(`There is no tenant ${slug}.`);
  say(await currentCode({ cell: cellPaths(installation, tenant.id).cell, email }));
});
