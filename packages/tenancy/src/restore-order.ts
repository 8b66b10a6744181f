import { randomUUID } from 'node:crypto';
import type { TenantEntry, TenantState } from './directory.ts';
import { readIfThere } from './files.ts';
import { cellPaths, type Installation } from './installation.ts';
import { readJournal } from './journal.ts';
import { isCode } from './lock.ts';
import { unknownMigrations } from './migration.ts';
import { refusal } from './refusal.ts';
import type { OpenedBackup, RestoreParts } from './restore-parts.ts';
import { type Schema, services } from './schemas.ts';

export type RestoreOrder = {
  readonly slug: string;
  /** Null goes on with a restore that was cut off. */
  readonly backup: string | null;
  readonly operator: string;
  readonly reason: string;
};

/** What a restore remembers from its first step on. */
export type Facts = {
  readonly backup: string;
  readonly epoch: number;
  readonly state: TenantState;
  readonly act: { readonly id: string; readonly time: string };
  readonly operator: string;
  readonly reason: string;
};

/**
 * What is put back. Never the ledger, which only grows, nor what belongs to it: audit's openings of later leaves.
 * Backup's own list stays too: it tells of objects that are still there.
 */
export const putBack: readonly Schema[] = services.filter(
  (service) => service !== 'audit' && service !== 'backup',
);

/** Whatever is wrong with a backup is found before anything is touched. */
export const openOrRefuse = async (
  { openBackup }: Pick<RestoreParts, 'openBackup'>,
  cell: string,
  backup: string,
): Promise<OpenedBackup> => {
  try {
    return await openBackup({ cell, backup });
  } catch (error) {
    if (isCode(error, 'ENOENT'))
      throw refusal(
        `There is no backup ${backup} of this tenant. 'backups' shows those there are.`,
      );
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal(`The backup ${backup} can not be put back: ${reason}.`);
  }
};

export const journalOf = (id: string): string => `${id}.restore`;

export const factsOf = async (
  installation: Installation,
  entry: TenantEntry,
  { slug, backup, operator, reason }: RestoreOrder,
  now: Date,
): Promise<Facts> => {
  const begun = await readJournal<Facts>(installation, journalOf(entry.id));
  if (begun && backup !== null && backup !== begun.backup)
    throw refusal(`'${slug}' is being put back to ${begun.backup}. Finish that first.`);
  if (begun) return begun;
  if (backup === null) throw refusal(`No restore of '${slug}' was begun: name a backup.`);
  const act = { id: randomUUID(), time: now.toISOString() };
  return { backup, epoch: entry.epoch + 1, state: entry.state, act, operator, reason };
};

/** This code must not meet a tenant that an older build made and that has fewer services than it knows. */
export const refuseOlder = async (
  installation: Installation,
  { id, slug }: TenantEntry,
): Promise<void> => {
  const spec = JSON.parse((await readIfThere(cellPaths(installation, id).spec)) ?? '{}');
  const missing = services.find((service) => !spec.services?.includes(service));
  if (missing)
    throw refusal(`'${slug}' is of an older version, without ${missing}. Start it once: npm start`);
};

export const refuseNewer = async (
  installation: Installation,
  { build }: TenantEntry,
  { migrations }: OpenedBackup,
): Promise<void> => {
  for (const schema of putBack) {
    const task = { build, schema, applied: migrations[schema] ?? [] };
    const [newer] = await unknownMigrations(installation, task);
    if (newer)
      throw refusal(`The backup is newer than this build: it knows ${newer}. Start that version.`);
  }
};
