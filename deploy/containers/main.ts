import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentCode } from '@bulwark/identity/operator';
import { cellPaths, findTenant, isRefusal, pathsOf, refusal } from '@bulwark/tenancy';
import { type Config, readConfig } from './config.ts';
import { openInstallation } from './installation.ts';
import { prepare } from './prepare.ts';
import { setUp, showReady } from './setup.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const usage = `Give a task: prepare | setup | ready | ready-json | ca | secrets | otp <tenant> <email>`;

/** The operator's container: one task, then it ends. */
const run = async (config: Config, [task, ...given]: readonly string[]): Promise<void> => {
  if (task === 'prepare') return await prepare(config);
  if (task === 'setup') return await setUp(config, say);
  if (task === 'ready') return await showReady(config, say);
  if (task === 'ready-json') return await print(config, 'ready');
  if (task === 'ca') return await print(config, 'ca');
  if (task === 'secrets') return await printSecrets(config);
  if (task === 'otp') return await printCode(config, given);
  throw refusal(usage);
};

const print = async (config: Config, what: 'ready' | 'ca'): Promise<void> => {
  const installation = await openInstallation(config);
  say((await readFile(pathsOf(installation)[what], 'utf8')).trim());
};

/** Every secret that is one line of text, for development: to look whether one slipped out. */
const printSecrets = async (config: Config): Promise<void> => {
  const installation = await openInstallation(config);
  if (installation.mode !== 'development') throw refusal('Only in development.');
  const { home } = installation;
  const cells = config.tenants.map(({ slug }) => join(home, 'volumes', slug, 'secrets'));
  for (const folder of [join(home, 'secrets'), join(home, 'servers'), ...cells])
    for (const file of await readdir(folder, { recursive: true }))
      if (/\.password$|\/kek$|pepper$|(embed|cdn)\.key$/.test(file))
        say((await readFile(join(folder, file), 'utf8')).trim());
};

const printCode = async (config: Config, [slug = '', email = '']: readonly string[]) => {
  const installation = await openInstallation(config);
  const tenant = await findTenant(installation, slug);
  if (!tenant || !email) throw refusal(usage);
  say(await currentCode({ cell: cellPaths(installation, tenant.id).cell, email }));
};

run(readConfig(), process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${isRefusal(error) ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = 1;
});
