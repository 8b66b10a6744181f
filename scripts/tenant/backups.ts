import { setTimeout as pause } from 'node:timers/promises';
import { type BackupLine, listBackups, refusal, restore } from '@bulwark/tenancy';
import { say } from '../settings.ts';
import { ask } from './ask.ts';
import { confirm, operatorName } from './confirm.ts';
import { atDesk, demandTenant, opened, printEntry } from './desk.ts';

/** Has a running cell take a backup, and waits until it was read back. */
export const backup = async (slug: string): Promise<void> => {
  const { state, services } = await demandTenant(await opened(), slug);
  const peer = services.backup?.[0]?.peer;
  if (state !== 'active' || !peer)
    throw refusal(`'${slug}' is ${state}: only a running cell backs up.`);
  const { id } = await ask<{ id: string }>(peer, { method: 'POST', path: '/backups', body: {} });
  say(id);
  for (;;) {
    const { items } = await ask<{ items: BackupLine[] }>(peer, { method: 'GET', path: '/backups' });
    const mine = items.find((item) => item.id === id);
    if (mine?.state === 'verified') return say(`verified  ${mine.rows} rows  ${mine.bytes} bytes`);
    if (mine?.state !== 'running') throw refusal(`The backup failed: ${mine?.error}`);
    await pause(500);
  }
};

export const backups = async (slug: string): Promise<void> => {
  const installation = await opened();
  const { id } = await demandTenant(installation, slug);
  const lines = await atDesk(installation, ({ query }) => listBackups(query, id));
  for (const line of lines) {
    const { state, started, rows, bytes, error } = line;
    const size = rows === null ? (error ?? '') : `${rows} rows  ${bytes} bytes`;
    say(`${line.id}  ${state.padEnd(9)} ${started}  ${size}`);
  }
};

type RestoreFlags = { readonly yes?: string | undefined; readonly reason?: string | undefined };

/** Puts a tenant back to a backup; without an id it goes on with a restore that was cut off. */
export const restoreBackup = async (
  slug: string,
  id: string | undefined,
  { yes, reason }: RestoreFlags,
): Promise<void> => {
  const installation = await opened();
  await demandTenant(installation, slug);
  const what = `'${slug}' goes back to an earlier state; its people are signed out.`;
  await confirm(slug, { yes, what });
  const done = await atDesk(installation, (parts) => {
    const operator = operatorName();
    const order = { slug, backup: id ?? null, operator, reason: reason ?? 'none given' };
    return restore({ ...parts, step: (name) => say(`  ${name}`) }, installation, order);
  });
  say(`Restored to ${done.backup}, the state of ${done.taken}.`);
  if (done.administrators === 0)
    say('No active administrator is left: power taken away since then was taken away again.');
  for (const file of done.lostFiles) say(`Missing or changed in storage: ${file}`);
  printEntry(done.entry);
};
