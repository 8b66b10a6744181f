import { parseArgs } from 'node:util';
import {
  demandRecoveryKey,
  firstLoginPending,
  list,
  makeRecoveryKey,
  pathsOf,
  provision,
  refusal,
  resume,
  show,
  suspend,
} from '@bulwark/tenancy';
import { openHome } from '../deploy/host/home.ts';
import { openInstallation, place, readInstallation } from '../deploy/host/installation.ts';
import { ensureMariadb } from '../deploy/host/mariadb.ts';
import { operate } from '../deploy/host/operator.ts';
import { wiring } from '../deploy/host/wiring.ts';
import { makeBuild } from './build/build.ts';
import { openKafka } from './kafka/shape.ts';
import { chosenHome, clone, readPorts, runScript, say } from './settings.ts';
import { backup, backups, restoreBackup } from './tenant/backups.ts';
import { opened, printEntry, urlOf } from './tenant/desk.ts';
import { endTenant } from './tenant/end.ts';
import { packTenant, scaleService } from './tenant/pack.ts';
import { printParked, retryParked } from './tenant/parked.ts';

const usage = `Usage: npm run tenant -- <command>
  create <slug> --name "Acme GmbH" --admin ada@acme.example [--admin-name "Ada Adler"]
  list
  show <slug>
  suspend <slug>
  resume <slug>
  pack <slug> compact|split    one process for all services, or one for each (over Kafka)
  scale <slug> <service> <n>   how many processes serve a service of a split tenant
  backup <slug>                takes a backup and waits until it was read back
  backups <slug>
  parked <slug>                events that a service could not consume
  retry <slug>                 [--reason "…"]; tries them again
  restore <slug> [<backup>]    [--yes <slug>] [--reason "…"]; without a backup: goes on where it was cut off
  delete <slug>                [--yes <slug>] [--reason "…"] [--no-backup]
  recovery-key                 makes the key that opens backups when this host is lost`;

const main = async (): Promise<void> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      admin: { type: 'string' },
      'admin-name': { type: 'string' },
      yes: { type: 'string' },
      reason: { type: 'string' },
      'no-backup': { type: 'boolean' },
    },
  });
  const [command, slug, id, count] = positionals;
  if (command === 'list') return await printList();
  if (command === 'recovery-key') return await printRecoveryKey();
  if (!slug) throw refusal(usage);
  if (command === 'create') return await create(slug, values);
  if (command === 'show') return await printTenant(slug);
  if (command === 'suspend') return printEntry(await suspend(await opened(), slug));
  if (command === 'resume') return printEntry(await resume(await opened(), slug));
  if (command === 'pack') return await packTenant(slug, id);
  if (command === 'scale') return await scaleService(slug, id, count);
  if (command === 'backup') return await backup(slug);
  if (command === 'backups') return await backups(slug);
  if (command === 'parked') return await printParked(slug);
  if (command === 'retry') return await retryParked(slug, values);
  if (command === 'restore') return await restoreBackup(slug, id, values);
  if (command === 'delete') return await endTenant(slug, values);
  throw refusal(usage);
};

const printRecoveryKey = async (): Promise<void> => {
  const file = await makeRecoveryKey(await opened(), place);
  if (file === null) return say('There is a recovery key already; it is made once.');
  say(`Made it. Move ${file} to a safe place off this host; nothing here needs it.`);
};

type Flags = {
  readonly name?: string | undefined;
  readonly admin?: string | undefined;
  readonly 'admin-name'?: string | undefined;
};

const create = async (slug: string, flags: Flags): Promise<void> => {
  const { name, admin } = flags;
  if (!name || !admin || !/^[^\s@]+@[^\s@]+$/.test(admin)) throw refusal(usage);
  const home = await openHome({ clone, chosen: chosenHome(), say });
  const installation =
    (await readInstallation(home)) ?? (await openInstallation(home, readPorts(), new Date()));
  await demandRecoveryKey(installation, place, say);
  const build = await makeBuild(clone, pathsOf(installation).builds, say);
  const programs = await ensureMariadb(say);
  const adminName = flags['admin-name'] ?? admin.split('@')[0] ?? admin;
  const kafka = await openKafka(installation, process.env, say);
  await operate({ installation, programs, kafka, wiring, say }, async (parts) => {
    const order = { slug, name, adminEmail: admin, adminName, build };
    const entry = await provision(parts, installation, order);
    const pending = { ...parts, isFirstLoginPending: wiring.isFirstLoginPending, place };
    const login = await firstLoginPending(pending, installation, entry.id);
    printEntry(entry);
    say(urlOf(installation, entry));
    if (login) say(`${login.email}   ${login.password ?? '(the one-time password was used)'}`);
  });
};

const printList = async (): Promise<void> => {
  for (const entry of await list(await opened())) printEntry(entry);
};

const printTenant = async (slug: string): Promise<void> => {
  const installation = await opened();
  const shown = await show(installation, slug);
  if (shown.state === 'whole') {
    say(`whole\n${JSON.stringify(shown.entry, null, 2)}\n${urlOf(installation, shown.entry)}`);
    return;
  }
  const begun = shown.begun ? ' (making it was begun; create goes on from there)' : '';
  say(shown.ended ? 'absent (it was deleted; the slug is not given again)' : `absent${begun}`);
};

await runScript(main);
