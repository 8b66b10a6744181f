import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endAllocation, readRegister } from './allocation.ts';
import { removeBus } from './broker.ts';
import { type TenantEntry, writeTenant } from './directory.ts';
import { closeFence } from './fence.ts';
import { readIfThere } from './files.ts';
import { cellPaths, type Installation, pathsOf } from './installation.ts';
import { type OpenJournal, openJournal, readJournal } from './journal.ts';
import { withLock } from './lock.ts';
import type { Database, Parts } from './parts.ts';
import { findTenant } from './provision.ts';
import { refusal } from './refusal.ts';
import { account, ownerName, readerName, schemaName, schemas } from './schemas.ts';
import { operatorSlug } from './slug.ts';
import { lastVerified } from './verified-backup.ts';

export type DeletionOrder = {
  readonly slug: string;
  readonly operator: string;
  readonly reason: string;
  /** Said in so many words: nothing is kept. */
  readonly withoutBackup: boolean;
};

/** What is left of a tenant: that it was, and that it is gone. It holds nothing of the customer's but the slug. */
export type CertificateOfDeletion = {
  readonly id: string;
  readonly slug: string;
  readonly begun: string;
  readonly ended: string;
  readonly operator: string;
  readonly reason: string;
  readonly lastBackup: string | null;
  readonly ledgerLeaves: number;
  /** What this host can not destroy, and where it lies; unreadable, for its keys are gone. */
  readonly left: readonly string[];
  readonly destroyed: readonly string[];
};

type DeletionParts = Pick<Parts, 'query' | 'server' | 'place' | 'now' | 'step' | 'broker'> & {
  readonly whenStopped?: (entry: TenantEntry) => Promise<void>;
};

const backupHours = 24;

type Facts = Omit<CertificateOfDeletion, 'ended' | 'destroyed'>;

/**
 * Deletes a tenant for good: off the air, keys and sealed sets first, so that every copy of a backup is unreadable,
 * then schemas, logins, objects and folders. Id, uids and slug are never given again. Cut off, a second call finishes
 * it; asked again afterwards, it answers the same certificate.
 */
export const deleteTenant = async (
  parts: DeletionParts,
  installation: Installation,
  order: DeletionOrder,
): Promise<CertificateOfDeletion> =>
  await withLock(pathsOf(installation).operatorLock, async () => {
    if (order.slug === operatorSlug) throw refusal("The operator's own tenant can not be deleted.");
    const { allocations } = await readRegister(installation);
    const allocation = allocations.find(({ slug }) => slug === order.slug);
    if (!allocation) throw refusal(`There is no tenant '${order.slug}'.`);
    const file = certificateOf(installation, allocation.id);
    const written = await readIfThere(file);
    if (written !== null) return JSON.parse(written);
    const facts = await factsOf(parts, installation, order);
    const around = { installation, place: parts.place, announce: parts.step };
    const journal = await openJournal(around, `${allocation.id}.deletion`, facts);
    const entry = await findTenant(installation, order.slug);
    return await run({ parts, installation, journal, entry, file });
  });

const certificateOf = (installation: Installation, id: string): string =>
  join(pathsOf(installation).certificatesOfDeletion, `${id}.json`);

const factsOf = async (
  { query, now }: DeletionParts,
  installation: Installation,
  { slug, operator, reason, withoutBackup }: DeletionOrder,
): Promise<Facts> => {
  const { allocations } = await readRegister(installation);
  const id = allocations.find((one) => one.slug === slug)?.id ?? '';
  const begun = await readJournal<Facts>(installation, `${id}.deletion`);
  if (begun) return begun;
  if (!(await findTenant(installation, slug)))
    throw refusal(`'${slug}' was never whole. Make it first: create goes on where it failed.`);
  const last = await lastVerified(query, id);
  const youngest = now().getTime() - backupHours * 3_600_000;
  if (!withoutBackup && (!last || new Date(last.taken).getTime() < youngest))
    throw refusal(
      `'${slug}' has no verified backup of the last ${backupHours} hours. Take one: npm run tenant -- backup ${slug}. Or type out --no-backup.`,
    );
  const [ledger] = await query(
    `SELECT COALESCE(MAX(first_leaf + leaves), 0) AS leaves FROM \`${schemaName(id, 'ledger')}\`.bundle`,
  );
  const ledgerLeaves = Number(ledger?.leaves);
  const time = now().toISOString();
  const left = await bucketOf(installation, id);
  const lastBackup = last?.id ?? null;
  return { id, slug, begun: time, operator, reason, lastBackup, ledgerLeaves, left };
};

/** Objects that the operator moved to a bucket are the operator's to empty. */
const bucketOf = async (installation: Installation, id: string): Promise<readonly string[]> => {
  const text = await readIfThere(cellPaths(installation, id).spec);
  const objects = text === null ? null : JSON.parse(text).objects;
  return objects?.driver === 's3'
    ? [`objects in the bucket ${objects.bucket} below ${objects.prefix}: empty it there`]
    : [];
};

type Run = {
  readonly parts: DeletionParts;
  readonly installation: Installation;
  readonly journal: OpenJournal<Facts>;
  readonly entry: TenantEntry | null;
  readonly file: string;
};

const run = async ({ parts, installation, journal, entry, file }: Run) => {
  const { facts, step } = journal;
  const { id } = facts;
  const paths = pathsOf(installation);
  const cell = cellPaths(installation, id);
  await step('suspend', async () => {
    if (!entry) return;
    await writeTenant(paths.tenants, { ...entry, state: 'suspended' });
    await parts.whenStopped?.(entry);
    await closeFence(parts, id);
  });
  await step('keys', () => remove([cell.secrets, cell.keyFolder]));
  await step('objects', () => remove([cell.objects]));
  await step('schemas', () => dropSchemas(parts.query, id));
  await step('logins', () => dropLogins(parts, id));
  await step('bus', async () => {
    if (parts.broker) await removeBus(parts.broker, id);
  });
  await step('entry', async () => {
    if (entry) await writeTenant(paths.tenants, { ...entry, state: 'deleted' });
    await endAllocation(installation, parts.place, id);
  });
  await step('folders', () => remove([cell.cell, cell.run, ...loose(installation, facts)]));
  const files = facts.left.length > 0 ? [] : ['sealed sets', 'backups', 'objects'];
  const destroyed = ['keys', ...files, 'schemas', 'logins', 'folders'];
  const certificate = { ...facts, ended: parts.now().toISOString(), destroyed };
  const owner = { uid: null, gid: null, mode: 0o400 };
  await parts.place.file(file, `${JSON.stringify(certificate, null, 2)}\n`, owner);
  await journal.close();
  return certificate;
};

/** Files of the tenant that lie among other tenants'. */
const loose = (installation: Installation, { id, slug }: Facts): readonly string[] => {
  const { certificates, firstLogins, journals, log, witnessLogs } = pathsOf(installation);
  return [
    // The witness cosigns nothing more of this log; its last checkpoint stays in the witness's store.
    join(witnessLogs, `${id}.json`),
    join(certificates, `${id}.pem`),
    join(certificates, `${id}.key`),
    join(firstLogins, `${id}.json`),
    join(firstLogins, `people-of-${slug}.json`),
    join(journals, `${id}.restore.json`),
    join(log, `cell-${slug}.log`),
    join(log, `cell-${slug}.log.1`),
  ];
};

const remove = async (paths: readonly string[]): Promise<void> => {
  for (const path of paths) await rm(path, { recursive: true, force: true });
};

const dropSchemas = async (query: Parts['query'], id: string): Promise<void> => {
  for (const schema of schemas)
    await query(`DROP DATABASE IF EXISTS \`${schemaName(id, schema)}\``);
};

const dropLogins = async ({ query, server }: Database, id: string): Promise<void> => {
  const logins = schemas.flatMap((schema) => [schemaName(id, schema), ownerName(id, schema)]);
  for (const login of [...logins, readerName(id)])
    await query(`DROP USER IF EXISTS ${account(server, login)}`);
};
